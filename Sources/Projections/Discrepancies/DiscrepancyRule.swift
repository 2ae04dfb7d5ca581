import Events

/// One rule: a SELECT of a subject, a sentence and the events concerned.
///
/// The subject is made of slugs joined by `/` and tells the rule's findings apart, whatever the
/// clock; figures and seqs do not belong in it. The events are a JSON array, nested or not. A rule
/// may read the views before it, and `held`, `promised`, `closed_round` of the view itself.
struct DiscrepancyRule: Sendable {
  /// How much a finding weighs.
  enum Severity: String, Sendable {
    /// Not all of it can be true.
    case error
    /// All of it may be true, but a reader could be misled.
    case warning
  }

  let name: String
  let severity: Severity
  let sql: String

  init(_ name: String, _ severity: Severity, sql: String) {
    self.name = name
    self.severity = severity
    self.sql = sql
  }

  var select: String {
    """
    SELECT '\(name)' AS rule, '\(severity.rawValue)' AS severity, subject, sentence, events
    FROM (
    \(sql)
    )
    """
  }

  /// Every rule.
  static let all = [
    conflictingClaims, affirmedAndDenied, unsourced,
    partsAgainstWhole, partOfCycle, reductionOfWhole, drawnAboveCommitted, totalAgainstSum,
    mixedCurrencies,
    mixedBases, aboveHundred, staleStake, worthAgainstValuation, postMoney,
    neverGranted, verifiedBeforeDeclared, afterTheEnd,
  ]

  /// Throws `unknown-rule` with the nearest name.
  static func require(_ name: String) throws(Rejection) {
    let rules = all.map(\.name)
    guard !rules.contains(name) else { return }
    throw Rejection(
      "unknown-rule", "there is no rule '\(name.prefix(60))' of discrepancies",
      hint: nearest(to: name, among: rules).map { "Did you mean '\($0)'?" }
        ?? "The rules are \(rules.joined(separator: ", ")).")
  }

  /// The rule that a finding's name begins with: what stands before the colon.
  static func name(in finding: String) -> String {
    String(finding.prefix { $0 != ":" })
  }
}

extension Discrepancy {
  /// Throws `unknown-rule` with the nearest name where there is no such rule.
  public static func requireRule(_ name: String) throws(Rejection) {
    try DiscrepancyRule.require(name)
  }
}
