-- title: Who owes whom
-- description: Capital that was committed and not paid, purchases that were committed and not made, payments that
-- description: were promised, debts and what a lender has still to lend (loan); beside it what conditions hold back. "Up to" is the ceiling of what may be owed, and a sum
-- description: with an undisclosed amount in it is a lower bound.
-- parameter: party text null; of whom, on either side, else of everyone
SELECT investor AS owes, issuer AS to_whom, 'capital' AS what,
  money_text(outstanding_minor, currency,
    outstanding_low_minor, outstanding_high_minor) AS outstanding,
  money_text(outstanding_low_minor, currency) AS low,
  money_text(outstanding_high_minor, currency) AS high,
  money_text(conditional_minor, currency,
    conditional_low_minor, conditional_high_minor) AS conditional, undisclosed
FROM capital
WHERE (outstanding_high_minor IS NOT 0 OR conditional_high_minor IS NOT 0)
AND (:party IN (investor, issuer) OR :party IS NULL)
UNION ALL
SELECT buyer, supplier, 'purchases',
  money_text(outstanding_minor, currency,
    outstanding_low_minor, outstanding_high_minor),
  money_text(outstanding_low_minor, currency), money_text(outstanding_high_minor, currency),
  money_text(conditional_minor, currency,
    conditional_low_minor, conditional_high_minor), undisclosed
FROM purchases
WHERE (outstanding_high_minor IS NOT 0 OR conditional_high_minor IS NOT 0)
AND (:party IN (buyer, supplier) OR :party IS NULL)
UNION ALL
SELECT from_entity, to_entity, iif(what = 'payment', 'payments', what),
  money_text(sum(amount_minor) FILTER (WHERE counts_as = 'committed'), currency,
    sum(amount_low_minor) FILTER (WHERE counts_as = 'committed'),
    sum(amount_high_minor) FILTER (WHERE counts_as = 'committed')),
  money_text(sum(amount_low_minor) FILTER (WHERE counts_as = 'committed'), currency),
  money_text(sum(amount_high_minor) FILTER (WHERE counts_as = 'committed'), currency),
  money_text(coalesce(sum(amount_minor) FILTER (WHERE counts_as = 'conditional'), 0), currency,
    coalesce(sum(amount_low_minor) FILTER (WHERE counts_as = 'conditional'), 0),
    sum(amount_high_minor) FILTER (WHERE counts_as = 'conditional')),
  count(*) FILTER (WHERE amount_high_minor IS NULL)
FROM owed
WHERE what NOT IN ('capital', 'purchase')
AND (:party IN (from_entity, to_entity) OR :party IS NULL)
GROUP BY from_entity, to_entity, what, currency
ORDER BY owes, to_whom, what
