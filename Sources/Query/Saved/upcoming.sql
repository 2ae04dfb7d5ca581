-- title: What comes due, and what is overdue
-- description: Each day that a term names within the time ahead, of what still stands, soonest first; before them what
-- description: should have happened by now. An amount is what is left of the thing on the as-of day.
-- parameter: within text 12m; how far ahead: days, weeks, months or years, such as 90d, 6w, 12m, 2y
-- parameter: party text null; of whom, on either side, else of everyone
SELECT day_latest AS by_day, iif(overdue, 'overdue', '') AS overdue, occasion, what, thing, from_entity,
  to_entity,
  money_text(amount_minor, currency, amount_low_minor, amount_high_minor, money_digits(conversions)) AS amount,
  counts_as, day AS stated, agreement
FROM upcoming, x_clock AS clock
WHERE (:party IN (from_entity, to_entity) OR :party IS NULL)
AND (
  overdue
  OR day_latest >= clock.as_of
  AND day_earliest <= date(
    clock.as_of,
    CASE
      WHEN :within GLOB '*[0-9]d' THEN '+' || rtrim(:within, 'd') || ' days'
      WHEN :within GLOB '*[0-9]w' THEN '+' || 7 * rtrim(:within, 'w') || ' days'
      WHEN :within GLOB '*[0-9]y' THEN '+' || rtrim(:within, 'y') || ' years'
      ELSE '+' || rtrim(:within, 'm') || ' months'
    END)
)
ORDER BY day_latest, day_earliest, what, thing, occasion
