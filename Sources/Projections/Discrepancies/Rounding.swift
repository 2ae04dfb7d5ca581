/// What was left out of a figure when it was written down: `16.5%` may be 16.48 %, and `USD 157bn` 156.6bn.
///
/// Only figures that are stated as exact, in two digits or more, are taken for rounded: of `USD 1bn` nobody can
/// tell, and what is `about` has its interval already.
enum Rounding {
  /// Half of what one is in the last digit that a figure tells, in the units of its value; 0 where that is no
  /// matter. `low` and `high` are its ends.
  static func half(_ stated: String, _ low: String, _ high: String) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz %~$€£¥"
    let digits = [".", ",", "''", " "].reduce("trim(\(stated), '\(letters)')") {
      "replace(\($0), '\($1)', '')"
    }
    return """
      (
        SELECT iif(
          \(low) = \(high) AND digits >= 10 AND \(low) % digits = 0
            AND rtrim(\(low) / digits, '0') = '1',
          \(low) / digits / 2, 0)
        FROM (SELECT CAST(\(digits) AS INTEGER) AS digits)
      )
      """
  }

  /// Whether one claim may be another one, rounded.
  static func isRounded(_ one: String, of other: String) -> String {
    """
    (
        SELECT half > 0 AND \(other).low <= \(one).point + half AND \(other).high >= \(one).point - half
        FROM (
          SELECT coalesce(\(half(FactWords.stated(one), "\(one).point", "\(one).point")), 0) AS half
        )
        WHERE \(one).low = \(one).high
      )
    """
  }
}
