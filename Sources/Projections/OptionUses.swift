import Events

/// What was exercised of options: for which part, day by day, and what that leaves.
///
/// An exercise that tells no part, or one that does not compare with what was granted, is of all of it. So
/// are parts that may be all: of *about 33 %* an exercise of 33 % leaves nothing that anybody knows of, of
/// *up to 50m shares* one of 20m leaves up to 30m. A rumour of an exercise is no part of what is firmly
/// granted.
enum OptionUses {
  static let view = View.step(
    "x_option_use",
    "option that was exercised: for how much, at which price in all, and what is left",
    lookups: ["used_option"],
    sql: """
      SELECT option AS used_option, uses, use_events, is_part, used_low, paid_point, paid_low, paid_high,
        paid_unit,
        iif(paid_low = paid_high, \(FactWords.amount("paid_low", "paid_unit")), NULL) AS paid_stated,
        \(text("used")) AS used_text, \(text("left")) AS left_text
      FROM (
        SELECT *,
          all_parts AND used_high < iif(granted_certainty = 'at_most', granted_high, granted_low)
            AS is_part,
          max(0, granted_point - used_point) AS left_point,
          max(0, granted_low - coalesce(used_high, granted_low)) AS left_low,
          max(0, granted_high - used_low) AS left_high
        FROM (
          SELECT option, unit, granted_certainty, granted_point, granted_low, granted_high,
            count(*) AS uses, count(part) = count(*) AS all_parts,
            json_group_array(event) AS use_events,
            \(sums(of: "used", "part")),
            iif(\(isOneCurrency), currency, NULL) AS paid_unit,
            \(sums(of: "paid", "amount", where: isOneCurrency))
          FROM (
            SELECT *, \(Projection.addends("part_of", named: "part")), \(amountAddends)
            FROM (
              SELECT *, part ->> '$.certainty' AS certainty,
                coalesce(part ->> '$.milli', part ->> '$.ppb') AS point,
                part ->> '$.low' AS low, part ->> '$.high' AS high,
                amount ->> '$.currency' AS currency
              FROM (
                SELECT term.option, fact.event, fact.data -> '$.amount' AS amount,
                  iif(term.units IS NULL, NULL, term.units ->> '$.unit') AS unit,
                  granted ->> '$.certainty' AS granted_certainty,
                  iif(
                    granted ->> '$.certainty' IN ('at_most', 'undisclosed'), 0,
                    coalesce(granted ->> '$.milli', granted ->> '$.ppb')) AS granted_point,
                  granted ->> '$.low' AS granted_low, granted ->> '$.high' AS granted_high,
                  CASE
                    WHEN term.units IS NULL THEN fact.data -> '$.percent'
                    WHEN fact.data ->> '$.units.unit' = term.units ->> '$.unit'
                      THEN fact.data -> '$.units'
                  END AS part
                FROM (
                  SELECT *, coalesce(units, percent) AS granted FROM x_option_term
                ) AS term
                JOIN x_fact AS fact ON fact.family = 'option_exercise' AND fact.part1 = term.option
                WHERE (fact.effective_earliest, fact.dated)
                  >= (coalesce(granted_earliest, ''), coalesce(granted_dated, 0))
                AND (fact.firm = 3 OR term.firm < 3)
              )
            ) AS part_of
          )
          GROUP BY option
        )
      )
      """)

  private static let isOneCurrency =
    "count(amount) = count(*) AND min(currency) = max(currency)"

  /// What an amount adds: of a ceiling nothing is sure.
  private static let amountAddends = """
    CASE amount ->> '$.certainty'
          WHEN 'at_most' THEN 0 WHEN 'undisclosed' THEN 0
          WHEN 'at_least' THEN amount ->> '$.low' WHEN 'range' THEN amount ->> '$.low'
          ELSE amount ->> '$.minor'
        END AS amount_point, coalesce(amount ->> '$.low', 0) AS amount_low, amount ->> '$.high' AS amount_high
    """

  private static func sums(
    of name: String, _ addend: String, where condition: String = "1"
  ) -> String {
    """
    iif(\(condition), \(Fragments.sum("\(addend)_point")), NULL) AS \(name)_point,
            iif(\(condition), \(Fragments.sumOfLow("\(addend)_low")), NULL) AS \(name)_low,
            iif(\(condition), \(Fragments.sumOrOpen("\(addend)_high")), NULL) AS \(name)_high
    """
  }

  /// Units or a percent as such are stated.
  private static func text(_ name: String) -> String {
    let ends = ["point", "low", "high"].map { "\(name)_\($0)" }
    return """
      iif(
          unit IS NULL, \(Fragments.percentText(low: ends[1], high: ends[2])),
          \(Fragments.quantityText(point: ends[0], low: ends[1], high: ends[2], unit: "unit")))
      """
  }
}
