import Events

/// A level told for a whole commitment holds what its parts drew.
///
/// It counts as what it exceeds that by; what was paid under a part after the level comes beside it, and what
/// came within a longer time of the level may be in it. Held is what came between the same two
/// entities in the same currency. A whole that is a part of itself, in a circle, holds nothing.
///
/// SQLite prepares a step anew wherever it is named, and an expression wherever its column is. So the draws
/// are named once: those of a tree, a whole and all that is part of it, come to each level as a list in the
/// row, and the rest is read from that; and each step stands by itself.
enum WholeLevels {
  /// Steps over the draws of a SELECT: the last, `held`, adds `rest` to them, of a level that holds
  /// something, as `[minor, low, high, held minor, held low, held high]`.
  static func steps(_ ranked: String) -> String {
    """
    led AS MATERIALIZED (
      SELECT *, iif(has_levels AND is_own, (\(above)), NULL) AS above
      FROM (\(ranked)) AS ranked
    ),
    held AS MATERIALIZED (
      SELECT *,
        CASE
          WHEN is_level AND is_own AND depth > 1 AND json_array_length(above) > 0
          THEN (\(rest))
        END AS rest
      FROM (
        SELECT *,
          json_group_array(
            json_array(
              event, commitment, json(above), is_level, effective_earliest, effective_latest,
              is_unconverted, \(counting("sum_point")), \(counting("sum_low")), sum_high)
          ) FILTER (WHERE depth > 1 AND above IS NOT NULL) OVER tree AS told
        FROM (SELECT *, max(json_array_length(above)) OVER tree AS depth FROM led \(tree))
        \(tree)
      ) AS placed
    )
    """
  }

  private static let tree =
    "WINDOW tree AS (PARTITION BY kind, from_entity, to_entity, target, above ->> '$[#-1]')"

  /// What came within the time of its own level is in that, and what no rate converts may be anything.
  private static func counting(_ end: String) -> String {
    "iif(in_own_level OR is_unconverted, 0, \(end))"
  }

  /// Its commitment and the wholes of which that is a part, as far as they are promised in the
  /// currency; NULL where it is a part of itself, in a circle.
  private static let above = """
    WITH RECURSIVE above (commitment, whole) AS (
      SELECT NULL, ranked.commitment
      UNION
      SELECT counted.part1, nullif(promise.data ->> 'part_of', counted.part1)
      FROM above
      JOIN x_counted AS counted
        ON counted.key = iif(ranked.kind = 'capital', 'commitment:', ranked.kind || ':') || above.whole
      JOIN event AS promise ON promise.seq = counted.id >> \(Projection.itemBits)
      WHERE counted.unit = ranked.target
    )
    SELECT iif(
      max(commitment IS NOT NULL AND whole = ranked.commitment), NULL,
      json_group_array(commitment) FILTER (WHERE commitment IS NOT NULL))
    FROM above
    """

  /// What a level holds not, from the draws of its tree in the row.
  private static let rest = """
    WITH RECURSIVE gone AS MATERIALIZED (
      SELECT value ->> 0 AS event, value ->> 1 AS commitment, value -> 2 AS above,
        value ->> 3 AS is_level, value ->> 4 AS earliest, value ->> 5 AS latest,
        value ->> 6 AS is_unconverted, value ->> 7 AS point, value ->> 8 AS low,
        value ->> 9 AS high
      FROM json_each(placed.told)
    ),
    under AS MATERIALIZED (
      SELECT gone.*, whole.value AS whole
      FROM gone
      JOIN json_each(gone.above) AS whole
      WHERE whole.value <> gone.commitment
    ),
    -- The levels of parts stand before those of their wholes, which are nearer to the top.
    whole_level AS MATERIALIZED (
      SELECT *, row_number() OVER (ORDER BY json_array_length(above) DESC, event) AS place
      FROM gone
      WHERE is_level
      AND NOT is_unconverted
      AND commitment IN (SELECT whole FROM under)
    ),
    part_draw AS MATERIALIZED (
      SELECT level.place, '$."' || under.event || '"' AS path, under.point,
        iif(NOT under.is_level AND under.earliest > level.earliest, 0, under.low) AS low,
        iif(under.is_unconverted, NULL, under.high) AS high
      FROM whole_level AS level
      JOIN under ON under.whole = level.commitment
        AND (under.is_level OR under.earliest <= level.latest)
    ),
    -- One level after the other, so that what a part's own level holds is not taken twice.
    holding (place, levels) AS (
      SELECT 0, '{}'
      UNION ALL
      SELECT level.place, iif(
        level.place NOT IN (SELECT place FROM part_draw), levels,
        json_set(levels, '$."' || level.event || '"', (
          SELECT json_array(
            max(0, level.point - held_point),
            max(0, level.low - coalesce(held_high, level.low)),
            max(0, level.high - held_low), held_point, held_low, held_high)
          FROM (
            SELECT \(Fragments.sumOfLow("coalesce(levels -> path ->> 0, point)")) AS held_point,
              \(Fragments.sumOfLow("coalesce(levels -> path ->> 1, low)")) AS held_low,
              \(Fragments.sumOrOpen("iif(levels -> path IS NULL, high, levels -> path ->> 2)"))
                AS held_high
            FROM part_draw
            WHERE part_draw.place = level.place
          )
        )))
      FROM holding
      JOIN whole_level AS level ON level.place = holding.place + 1
    )
    SELECT levels -> ('$."' || placed.event || '"')
    FROM holding
    WHERE place = (SELECT max(place) FROM whole_level)
    """

  /// An end of a draw, by its place in such a list and its column: of a level what it holds not.
  static func rest(_ place: Int, _ column: String) -> String {
    "iif(rest IS NULL, \(column), rest ->> \(place)) AS \(column)"
  }

  /// What was stated otherwise than it counts, with what the level holds.
  static let conversion = """
    iif(
          rest IS NULL, conversion,
          json_set(
            coalesce(
              conversion, json_object('event', event, 'stated', stated, 'rates', json('[]'))),
            '$.minor', rest ->> 0, '$.low_minor', rest ->> 1, '$.high_minor', rest ->> 2,
            '$.level', json_array(sum_point, sum_low, sum_high),
            '$.held', json_array(rest ->> 3, rest ->> 4, rest ->> 5))) AS conversion
    """
}
