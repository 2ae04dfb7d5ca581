// The catalogue of the design, copied by hand from its document: what each kind of event says, and
// the keys under which it says it.

import Testing

/// A kind of event as the design describes it.
struct CatalogueRow: Sendable, CustomTestStringConvertible {
  /// The stored name.
  let type: String
  /// Fields that must be there, each with the name of its kind of value.
  let required: [String]
  /// Fields that may be left out.
  let optional: [String]
  /// The keys, `#` for each term.
  let keys: [String]

  var testDescription: String { type }

  init(_ type: String, _ required: String, optional: String = "", keys: String...) {
    self.type = type
    self.required = required.split(separator: ", ").map(String.init)
    self.optional = optional.split(separator: ", ").map(String.init)
    self.keys = keys
  }

  static let all: [CatalogueRow] = entities + deals + figures + terms + rest + realDeals

  private static let entities = [
    CatalogueRow(
      "entity.registered", "entity: entity, name: text, kind: word",
      optional: "jurisdiction: text, lei: text, ids: list of identifier", keys: "entity:{entity}#"),
    CatalogueRow("entity.renamed", "entity: entity, name: text", keys: "entity:{entity}#"),
    CatalogueRow(
      "entity.succeeded", "entity: entity, successor: entity", optional: "reason: text",
      keys: "entity:{entity}/succeeded"),
    CatalogueRow(
      "partnership.formed", "name: text, parties: list of entity", keys: "partnership:<stream>"),
    CatalogueRow(
      "partnership.ended", "", optional: "reason: text", keys: "partnership:<stream>/ended"),
  ]

  private static let deals = [
    CatalogueRow(
      "agreement.signed",
      "agreement: agreement, kind: word, parties: list of entity, binding: flag",
      optional: """
        name: text, summary: text, term: period, renewal: object, governing_law: text, value: money
        """, keys: "agreement:{agreement}#"),
    CatalogueRow(
      "agreement.amended", "agreement: agreement, summary: text",
      keys: "agreement_amendment:{agreement}/<effective>"),
    CatalogueRow(
      "agreement.terminated", "agreement: agreement", optional: "reason: text",
      keys: "agreement:{agreement}/terminated"),
    CatalogueRow(
      "capital.committed",
      "commitment: commitment, investor: entity, issuer: entity, amount: money",
      optional: """
        name: text, instrument: text, part_of: commitment, conditions: list of condition state, due: date, \
        expires: date, survives: flag, form: word, what: text
        """,
      keys: "commitment:{commitment}"),
    CatalogueRow(
      "capital.funded", "investor: entity, issuer: entity, amount: money",
      optional: """
        commitment: commitment, form: word, what: text, cumulative: flag, settles: money, \
        in_full: flag
        """,
      keys: "funding:{investor}/{issuer}/{commitment}/<effective>"),
    CatalogueRow(
      "commitment.reduced", "commitment: commitment, amount: money, reason: word",
      optional: "to: entity", keys: "reduction:{commitment}/<effective>"),
    CatalogueRow(
      "round.signed", "round: round, issuer: entity, kind: word",
      optional: "name: text, raised: money, pre_money: money, post_money: money",
      keys: "round:{round}#", "round:{round}/signed"),
    CatalogueRow(
      "round.closed", "round: round, issuer: entity, kind: word",
      optional: "name: text, raised: money, pre_money: money, post_money: money",
      keys: "round:{round}#", "round:{round}/closed"),
    CatalogueRow(
      "round.joined", "round: round, investor: entity", optional: "amount: money",
      keys: "round_member:{round}/{investor}"),
    CatalogueRow(
      "purchase.committed",
      "commitment: commitment, buyer: entity, supplier: entity, subject: text",
      optional: """
        name: text, amount: money, quantity: quantity, term: period, part_of: commitment, \
        conditions: list of condition state, expires: date, survives: flag
        """,
      keys: "purchase:{commitment}"),
    CatalogueRow(
      "purchase.drawn", "commitment: commitment",
      optional:
        "amount: money, quantity: quantity, cumulative: flag, settles: money, in_full: flag",
      keys: "drawdown:{commitment}/<effective>"),
  ]

  private static let figures = [
    CatalogueRow(
      "stake.reported", "holder: entity, issuer: entity, basis: word",
      optional: """
        percent: percent, units: quantity, of_units: quantity, \
        excludes: list of round, includes: list of round, value: money, within: entity, \
        beneficiary: entity, asserted_by: entity
        """,
      keys: "stake:{holder}/{issuer}/{basis}/{excludes}"),
    CatalogueRow(
      "stake.ended", "holder: entity, issuer: entity", optional: "basis: word",
      keys: "stake:{holder}/{issuer}/{basis}"),
    CatalogueRow(
      "valuation.reported", "subject: word, issuer: entity, amount: money, basis: word",
      optional: "holder: entity, asserted_by: entity",
      keys: "valuation:{subject}/{issuer}/{holder}/{basis}"),
    CatalogueRow(
      "restructuring.completed", "from: entity, to: entity, form: word",
      optional: "stakes: list of object",
      keys: "restructuring:{from}/{to}", "stakes[] stake:{holder}/{to}/{basis}/"),
    CatalogueRow(
      "total.reported", "measure: word, from: entity, to: entity, amount: money",
      optional: "asserted_by: entity",
      keys: "total:{measure}/{from}/{to}"),
    CatalogueRow(
      "fx_rate.recorded", "base: word, quote: word, fx_rate: rate",
      keys: "fx_rate:{base}/{quote}/<effective>"),
  ]

  private static let terms = [
    CatalogueRow(
      "right.granted", "right: right, kind: word, grantor: entity, grantee: entity",
      optional: """
        name: text, scope: list of text, exclusions: list of text, exceptions: list of text, \
        constraints: list of object, exclusive: flag, exclusive_ends: object, starts: object, \
        ends: object, survives: flag, product: list of text, territory: list of text, \
        seats: count, of_seats: count
        """,
      keys: "right:{right}#", "right:{right}/granted"),
    CatalogueRow(
      "right.amended", "right: right",
      optional: """
        kind: word, grantor: entity, grantee: entity, scope: list of text, \
        exclusions: list of text, exceptions: list of text, constraints: list of object, \
        exclusive: flag, exclusive_ends: object, starts: object, ends: object, \
        survives: flag, product: list of text, territory: list of text, seats: count, \
        of_seats: count
        """,
      keys: "right:{right}#"),
    CatalogueRow("right.affirmed", "right: right", keys: "right:{right}/affirmed"),
    CatalogueRow("right.waived", "right: right", keys: "right:{right}/waived"),
    CatalogueRow(
      "right.ended", "right: right", optional: "replaced_by: right", keys: "right:{right}/ended"),
    CatalogueRow(
      "revenue_share.agreed", "share: revenue share, payer: entity, payee: entity",
      optional: """
        name: text, share_rate: percent, base: text, tiers: list of object, cap: money, schedule: text, \
        ends: object, survives: flag, kind: word, product: list of text, territory: list of text
        """,
      keys: "revenue_share:{share}#", "revenue_share:{share}/agreed"),
    CatalogueRow(
      "revenue_share.amended", "share: revenue share",
      optional: """
        payer: entity, payee: entity, share_rate: percent, base: text, tiers: list of object, \
        cap: money, schedule: text, ends: object, survives: flag, kind: word, \
        product: list of text, territory: list of text
        """,
      keys: "revenue_share:{share}#"),
    CatalogueRow(
      "revenue_share.paid", "share: revenue share, amount: money", optional: "period: period",
      keys: "revenue_payment:{share}/{period}?<effective>"),
    CatalogueRow(
      "revenue_share.ended", "share: revenue share", keys: "revenue_share:{share}/ended"),
    CatalogueRow(
      "condition.defined", "condition: condition, criterion: text",
      optional: """
        name: text, declarer: entity, verifier: entity, kind: word, authority: text, long_stop: date, \
        or_on: date, decision: date
        """,
      keys: "condition:{condition}#", "condition:{condition}/defined"),
    CatalogueRow(
      "condition.amended", "condition: condition",
      optional: """
        criterion: text, declarer: entity, verifier: entity, kind: word, authority: text, \
        long_stop: date, or_on: date, decision: date
        """,
      keys: "condition:{condition}#"),
    CatalogueRow(
      "condition.declared", "condition: condition", optional: "by: entity",
      keys: "condition:{condition}/declared"),
    CatalogueRow(
      "condition.verified", "condition: condition", optional: "by: entity",
      keys: "condition:{condition}/verified"),
    CatalogueRow(
      "condition.removed", "condition: condition", optional: "by: entity",
      keys: "condition:{condition}/removed"),
  ]

  private static let rest = [
    CatalogueRow(
      "warrant.issued", "warrant: warrant, holder: entity, issuer: entity, units: quantity",
      optional: "name: text, price: price, strike: money, tranches: list of object, expires: date",
      keys: "warrant:{warrant}"),
    CatalogueRow(
      "warrant.vested", "warrant: warrant, units: quantity",
      keys: "warrant_vesting:{warrant}/<effective>"),
    CatalogueRow(
      "warrant.exercised", "warrant: warrant, units: quantity",
      keys: "warrant_exercise:{warrant}/<effective>"),
    CatalogueRow("event.retracted", "event: event, reason: text"),
    CatalogueRow("event.corrected", "event: event, replacement: event, reason: text"),
    CatalogueRow("event.redacted", "event: event, reason: text"),
    CatalogueRow("note.recorded", "text: text", optional: "about: event, finding: text"),
  ]
}
