/// A word or a sentence of reports, by its key in the file of each language.
///
/// A test holds that each is in every file. `{}`, or `{1}` and `{2}`, stand where something is put in.
enum Word: String, CaseIterable {
  // Numbers and money.
  case decimalMark, groupMark, digitsWithoutGroups, percentForm, moneyForm, scaledMoneyForm,
    axisForm, million, billion, trillion

  // Dates.
  case dayForm, firstDayForm, monthForm, monthNames, monthNamesInSentences, quarterForm, halfForm,
    about, aboutDay, by,
    byDay,
    unknownDate

  // Grammar.
  case elidedWord, elidedForm, elidedBefore, goesOnSmall

  // Figures and amounts.
  case perUnit, approximately, atMost, withCeiling, atLeast, orMore, noneRecorded, paidInSum,
    notBrokenDown,
    paidInFull, unconverted, due, expires,
    undisclosed, undisclosedIn, unknownIn, over, under, roughly, undisclosedAmount,
    undisclosedShare, undisclosedNumber, atMostSum

  // Sentences at large.
  case pair, semicolonMark, and, or, then, removed, erased, quoted

  // The frame of a report.
  case partnerships, asOf, knownAfter, knownAfterOne, publicBy, event, events, skip, contents,
    atAGlance, noFacts,
    oneRow, manyRows, sources,
    sourceNote, allSources, backTo, noSource, recorded, dataOf, logSize, root, clocks, form,
    madeFrom, cut,
    more

  // Headings.
  case stakes, stakesIn, valuations, valuationsOf, implied, capital, purchases, commitments,
    payments, debts, totals, rounds, rights, options, optionsAndWarrants, offices, conditions,
    revenueShares, warrants,
    agreements, disputes, exposures, contradictions, timeline, notes, noContradictions, explained,
    oneExplained,
    ended, finding, findings

  // Columns of tables.
  case holder, issuer, percent, basis, value, interval, effective, status, subject, named, from, to,
    derivedFrom, committed, funded, undrawn, drawn, outstanding, conditional, nonBinding, reduced,
    besides, undisclosedCount, undisclosedOne, commitment, amount, countsAs, partOf, expired,
    measure, round,
    kind, raised, postMoney, investors, right, grantor, grantee, exclusive, exclusively,
    notExclusively, ends, atLatest,
    granted, condition, criterion, declaredBy, verifiedBy, share, payer, payee, rate, cap, paid,
    until, warrant, units, vested, strike, state, agreement, binding, signed,
    terminated, date, category,
    currency, low, high, end, unit, count, period, sourcesColumn, payment, option, writer, price,
    floor, lastDay, debt, lender, borrower, principal, maturity, person, entity, office, since,
    nominatedBy, dispute, parties, forum, outcome, assertedBy, increased, repaid, converted, seats,
    territory, product, renews, notice, noticeDay, longStop, orOn, orOnDay, secured, availableFrom,
    availableFromDay, availableUntil, begins, waitsFor, conditionMet, conditionRemoved,
    decisionExpected, kindOfDay

  // Ends, standings and bases.
  case untilDay, untilPeriod, untilOther, untilAbout, conditionIs, conditionNeeded,
    untilCondition, whicheverFirst,
    whicheverLast, open, yes, no, without, stakeOf, heldFor, heldWithin, company, beat, untilTier

  // Figures at the head of a report.
  case valuationOf, holds, committedCapital, committedPurchases, owedPayments, outstandingDebt,
    openOptions, noneOwed, rightsInForce, ofMany,
    openContradictions, ofThemErrors, oneError, amountsUndisclosed, amountUndisclosed

  // The first page in words.
  case partnersSince, partnersUntil, manyPartners, stakeTold, capitalTold, purchasesTold,
    lastChange, keyTerms, whoOwns, stillOwed, whatEnds, noEndRecorded, openConditions,
    lastAmendment, disputed,
    openContradiction, openContradictionsTold, theDay, fromTo, roundNamed, total,
    unaccounted, appendix, shorthand, slug, thing

  // Charts.
  case stakesOverTime, stakesOverTimeTold, valuationOverTime, valuationOverTimeTold, impliedShort,
    capitalChart, purchasesChart, paymentsChart, balanceTold, besidesShort, rightsChart,
    rightsChartTold, termsChart,
    inForce, overShort, openEnd, conditionalEnd, dayEnd, kindOfEnd, firstDay, committedAtLeast,
    committedAtMost, timelineChart, timelineChartTold, webChart, webChartTold, seriesLeftOut,
    asOfShort, notConverted

  // How figures come about.
  case sumPaidInSum, sumOf, sumLeftOf, sumNotBrokenDown, sumTakenFrom, sumTakenFromIt, sumExpired,
    sumAddedTo, sumAddedToIt, sumAtNoRate, sumLent, sumInLevel, sumSettles, sumAtRates, sumBeyond,
    sumTooGreat, sumLowerBound, sumLowerBounds, sumPaidInFull, sumReleased, sumBetweenTwo,
    sumNoRateTies, sumNotKnown, sumQuotient, sumWhole
}
