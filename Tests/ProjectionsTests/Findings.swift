import Stakebook
import Testing

// Short ways to record what rules are about, and to ask what they found.

extension Desk {
  /// The events that a rule names, a text for each finding.
  func found(_ rule: String, asOf: String? = nil, knownAt: Seq? = nil) throws -> [String] {
    try ask(
      "SELECT events FROM discrepancies WHERE rule = '\(rule)' ORDER BY events ->> '$[0]', events",
      asOf: asOf, knownAt: knownAt)
  }

  /// The sentences of a rule.
  func sentences(_ rule: String) throws -> [String] {
    try ask("SELECT sentence FROM discrepancies WHERE rule = '\(rule)' ORDER BY finding")
  }

  /// Records a stake in `beta`.
  @discardableResult
  func stake(
    _ percent: Percent, _ day: PartialDate = "2020-01-01", _ status: Status = .reported,
    holder: EntityID = "alpha", basis: Basis = .voting, excludes: [RoundID] = [],
    includes: [RoundID] = [], value: Money? = nil, within: EntityID? = nil
  ) throws -> Seq {
    try say(
      StakeReported(
        holder: holder, issuer: "beta", percent: percent, basis: basis, excludes: excludes,
        includes: includes, value: value, within: within), day, status)
  }

  /// Records a commitment of `alpha` to `beta`.
  @discardableResult
  func commit(
    _ commitment: CommitmentID, _ amount: Money, partOf: CommitmentID? = nil,
    conditions: [ConditionState] = [], agreement: AgreementID? = nil,
    _ day: PartialDate = "2020-01-01"
  ) throws -> Seq {
    try say(
      CapitalCommitted(
        commitment: commitment, investor: "alpha", issuer: "beta", amount: amount, partOf: partOf,
        conditions: conditions, agreement: agreement), day)
  }

  /// Records a payment of `alpha` to `beta`.
  @discardableResult
  func fund(
    _ amount: Money, _ day: PartialDate, _ commitment: CommitmentID? = nil
  ) throws -> Seq {
    try say(
      CapitalFunded(investor: "alpha", issuer: "beta", amount: amount, commitment: commitment), day)
  }

  /// Records that `beta` closed a round.
  @discardableResult
  func close(
    _ round: RoundID, _ day: PartialDate, _ kind: RoundKind = .primary, raised: Money? = nil,
    preMoney: Money? = nil, postMoney: Money? = nil
  ) throws -> Seq {
    try say(
      RoundClosed(
        round: round, issuer: "beta", kind: kind, raised: raised, preMoney: preMoney,
        postMoney: postMoney), day)
  }
}
