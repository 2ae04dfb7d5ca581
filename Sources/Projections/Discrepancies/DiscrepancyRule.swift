import Events

/// One rule: a sentence, and a SELECT of a subject, the values that the sentence names, and the
/// events concerned.
///
/// The subject is made of slugs joined by `/` and tells the rule's findings apart, whatever the
/// clock; figures and seqs do not belong in it. The values are an object, `details`; what they are
/// called says what they are, see ``values``. The events are a JSON array, nested or not. A rule may
/// read the views before it, and `held`, `promised`, `closed_round` of the view itself.
package struct DiscrepancyRule: Sendable {
  /// How much a finding weighs.
  enum Severity: String, Sendable {
    /// Not all of it can be true.
    case error
    /// All of it may be true, but a reader could be misled.
    case warning
  }

  /// Its name, with which findings begin.
  package let name: String
  /// What it says in English.
  package let sentence: Template
  /// What several of its findings say in English, in one sentence: `<alike|; |…>` stands for what each
  /// of them adds. None where each says it best by itself.
  package let together: Template?
  let severity: Severity
  let sql: String

  init(
    _ name: String, _ severity: Severity, _ sentence: String, together: String? = nil, sql: String
  ) {
    self.name = name
    self.severity = severity
    self.sentence = Template(sentence)
    self.together = together.map(Template.init)
    self.sql = sql
  }

  var select: String {
    """
    SELECT '\(name)' AS rule, '\(severity.rawValue)' AS severity, subject,
      json_patch('{}', details) AS details, events
    FROM (
    \(sql)
    )
    """
  }

  /// The sentence as the branch of a CASE over the rules, from an object with the values.
  func branch(of details: String) -> String {
    let words = sentence.sql(of: details) { name, object in
      guard let kind = Self.values[name] else {
        preconditionFailure("the rule \(self.name) names '\(name)', which is no value")
      }
      return Self.text(name, kind, in: object)
    }
    return "WHEN '\(name)' THEN \(words)"
  }

  /// Every rule.
  package static let all = [
    conflictingClaims, affirmedAndDenied, unsourced,
    partsAgainstWhole, partOfCycle, reductionOfWhole, drawnAboveCommitted, unitsAboveGranted,
    exercisedAboveVested,
    assignedUnpromised, totalAgainstSum, sumTooGreat,
    mixedCurrencies, withdrawnCurrency,
    mixedBases, aboveHundred, staleStake, worthAgainstValuation, postMoney,
    neverGranted, neverBegun, verifiedBeforeDeclared, afterTheEnd, inForceAfterTheEnd, rumouredAct,
    selfReference, ownershipCircle, beforeTheBeginning, neverSigned, sameEntity,
    overdue, longStop,
  ]

  /// Throws `unknown-rule` with the nearest name.
  static func require(_ name: String) throws(Rejection) {
    let rules = all.map(\.name)
    guard !rules.contains(name) else { return }
    throw Rejection(
      .unknownRule, "there is no rule '\(name.prefix(60))' of discrepancies",
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
