// The second version of the catalogue, copied by hand from its document, and one of each of its events.

import Events

extension CatalogueRow {
  static let realDeals = options + payments + debts + others

  private static let optionTerms = """
    issuer: entity, percent: percent, units: quantity, asset: text, strike: money, price: price, \
    formula: text, floor: money, cap: money, window: object, settlement: text, \
    conditions: list of condition state, survives: flag
    """

  private static let options = [
    CatalogueRow(
      "option.granted", "option: option, kind: word, holder: entity, writer: entity",
      optional: "name: text, \(optionTerms)", keys: "option:{option}#", "option:{option}/granted"),
    CatalogueRow(
      "option.amended", "option: option",
      optional: "kind: word, holder: entity, writer: entity, \(optionTerms)",
      keys: "option:{option}#"),
    CatalogueRow(
      "option.exercised", "option: option",
      optional: """
        by: entity, percent: percent, units: quantity, amount: money, price: price, closes: date
        """,
      keys: "option:{option}/exercised", "option_exercise:{option}/<effective>"),
    CatalogueRow("option.lapsed", "option: option", keys: "option:{option}/lapsed"),
    CatalogueRow("option.waived", "option: option", keys: "option:{option}/waived"),
  ]

  private static let payments = [
    CatalogueRow(
      "payment.promised",
      "payment: payment, payer: entity, payee: entity, amount: money, category: word",
      optional: """
        name: text, due: date, conditions: list of condition state, expires: date, part_of: payment, \
        commitment: commitment, product: list of text, territory: list of text, survives: flag
        """,
      keys: "payment:{payment}"),
    CatalogueRow(
      "payment.made", "payer: entity, payee: entity, amount: money",
      optional: """
        payment: payment, category: word, cumulative: flag, settles: money, in_full: flag
        """,
      keys: "paid:{payer}/{payee}/{payment}/<effective>"),
    CatalogueRow(
      "payment.reduced", "payment: payment, amount: money", optional: "reason: text",
      keys: "reduction:{payment}/<effective>"),
    CatalogueRow(
      "commitment.increased", "commitment: commitment, amount: money", optional: "reason: text",
      keys: "increase:{commitment}/<effective>"),
  ]

  private static let debtTerms = """
    kind: text, rate: percent, reference: text, spread: percent, available: date, available_until: date, \
    maturity: date, \
    secured: flag, conversion: object, conditions: list of condition state, commitment: commitment
    """

  private static let debts = [
    CatalogueRow(
      "debt.issued", "debt: debt, lender: entity, borrower: entity, principal: money",
      optional: "name: text, \(debtTerms)", keys: "debt:{debt}#", "debt:{debt}/issued"),
    CatalogueRow(
      "debt.amended", "debt: debt",
      optional: "lender: entity, borrower: entity, principal: money, \(debtTerms)",
      keys: "debt:{debt}#"),
    CatalogueRow(
      "debt.drawn", "debt: debt, amount: money", optional: "cumulative: flag",
      keys: "debt_draw:{debt}/<effective>"),
    CatalogueRow(
      "debt.repaid", "debt: debt, amount: money",
      optional: "cumulative: flag, settles: money, in_full: flag",
      keys: "debt_repayment:{debt}/<effective>"),
    CatalogueRow(
      "debt.converted", "debt: debt",
      optional: """
        amount: money, units: quantity, percent: percent, price: price, issuer: entity
        """,
      keys: "debt_conversion:{debt}/<effective>"),
  ]

  private static let others = [
    CatalogueRow(
      "agreement.renewed", "agreement: agreement, term: period", keys: "agreement:{agreement}#"),
    CatalogueRow(
      "agreement.assigned", "agreement: agreement, from: entity, to: entity",
      keys: "assignment:{agreement}/{from}"),
    CatalogueRow(
      "office.taken", "person: entity, entity: entity, office: word",
      optional: "nominated_by: entity, title: text", keys: "office:{person}/{entity}/{office}"),
    CatalogueRow(
      "office.left", "person: entity, entity: entity, office: word", optional: "reason: text",
      keys: "office_left:{person}/{entity}/{office}"),
    CatalogueRow(
      "dispute.opened", "dispute: dispute, parties: list of entity, subject: text",
      optional: "name: text, forum: text, claim: money, decision: date",
      keys: "dispute:{dispute}#", "dispute:{dispute}/opened"),
    CatalogueRow(
      "dispute.ruled", "dispute: dispute, outcome: text", optional: "by: text, amount: money",
      keys: "dispute:{dispute}/ruled"),
    CatalogueRow(
      "dispute.settled", "dispute: dispute", optional: "amount: money, terms: text",
      keys: "dispute:{dispute}/settled"),
    CatalogueRow(
      "dispute.closed", "dispute: dispute", optional: "reason: text",
      keys: "dispute:{dispute}/closed"),
  ]
}

/// One of each with every field given; slugs and texts are named after their field.
let oneOfEachOfRealDeals: [any Event] = [
  OptionGranted(
    option: "option", kind: .put, holder: "holder", writer: "writer", issuer: "issuer",
    percent: "33%", units: "1m shares", asset: "asset", strike: "USD 9bn",
    price: "USD 19.42 a share", formula: "formula", floor: "USD 27.5bn", cap: "USD 40bn",
    window: Window(from: "2024-01", to: "2026", when: [.verified("agi")]),
    settlement: "settlement", conditions: [.declared("agi")], survives: true, name: "name"),
  OptionAmended(
    option: "option", kind: .call, holder: "holder", writer: "writer", issuer: "issuer",
    percent: "33%", units: "1m shares", asset: "asset", strike: "USD 9bn",
    price: "USD 19.42 a share", formula: "formula", floor: "USD 27.5bn", cap: "USD 40bn",
    window: Window(from: "2023-11"), settlement: "settlement", conditions: [.declared("agi")],
    survives: false),
  OptionExercised(
    option: "option", by: "by", percent: "33%", units: "1m shares", amount: "USD 9bn",
    price: "USD 19.42 a share", closes: "2025"),
  OptionLapsed(option: "option"),
  OptionWaived(option: "option"),
  PaymentPromised(
    payment: "payment", payer: "payer", payee: "payee", amount: "USD 1bn", category: .upfront,
    due: "2026", conditions: [.verified("agi")], expires: "2030", partOf: "part-of",
    commitment: "commitment", product: ["one"], territory: ["CN"], survives: true, name: "name"),
  PaymentMade(
    payment: "payment", payer: "payer", payee: "payee", amount: "USD 1bn", category: .award,
    cumulative: true, settles: "USD 2bn", inFull: false),
  PaymentReduced(payment: "payment", amount: "USD 1bn", reason: "reason"),
  CommitmentIncreased(commitment: "commitment", amount: "USD 800m", reason: "reason"),
  DebtIssued(
    debt: "debt", lender: "lender", borrower: "borrower", principal: "USD 1bn", kind: "kind",
    rate: "4.75%", reference: "reference", spread: "1%", available: "2026-10",
    availableUntil: "2027",
    maturity: "2026-12", secured: false,
    conversion: Conversion(
      issuer: "issuer", price: "USD 10.8359 a share", cap: "USD 10bn", discount: "20%",
      formula: "formula", from: "2024-12-01", when: [.verified("agi")]),
    conditions: [.verified("agi")], commitment: "commitment", name: "name"),
  DebtAmended(
    debt: "debt", lender: "lender", borrower: "borrower", principal: "USD 1bn", kind: "kind",
    rate: "4.75%", reference: "reference", spread: "1%", available: "2026-10",
    availableUntil: "2027",
    maturity: "2026-12", secured: true, conversion: Conversion(cap: "USD 10bn"),
    conditions: [.verified("agi")], commitment: "commitment"),
  DebtDrawn(debt: "debt", amount: "USD 1bn", cumulative: true),
  DebtRepaid(
    debt: "debt", amount: "USD 1bn", cumulative: false, settles: "USD 2bn", inFull: true),
  DebtConverted(
    debt: "debt", amount: "USD 1bn", units: "1m shares", percent: "8.6%",
    price: "USD 10.8359 a share", issuer: "issuer"),
  AgreementRenewed(agreement: "agreement", term: "5 years"),
  AgreementAssigned(agreement: "agreement", from: "from", to: "to"),
  OfficeTaken(
    person: "person", entity: "entity", office: .director, nominatedBy: "nominated-by",
    title: "title"),
  OfficeLeft(person: "person", entity: "entity", office: .chair, reason: "reason"),
  DisputeOpened(
    dispute: "dispute", parties: ["one", "two"], subject: "subject", forum: "forum",
    claim: "USD 5bn", decision: "2026", name: "name"),
  DisputeRuled(dispute: "dispute", outcome: "outcome", by: "by", amount: "USD 438.7m"),
  DisputeSettled(dispute: "dispute", amount: "USD 1bn", terms: "terms"),
  DisputeClosed(dispute: "dispute", reason: "reason"),
]
