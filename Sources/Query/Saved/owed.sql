-- title: What is owed, and the total in each currency
-- description: A row for each thing still owed, then a total for each currency, and with a currency one total in it,
-- description: converted at the last rate recorded. An "up to" amount is a ceiling; where payments were told for two
-- description: entities and not for which commitment, the total knows better than the rows.
-- parameter: party text null; of whom, on either side, else of everyone
-- parameter: currency text null; into which currency one total is converted
WITH pairs AS (
  SELECT investor AS one, issuer AS other, currency, outstanding_minor, outstanding_low_minor,
    outstanding_high_minor, conditional_minor, conditional_low_minor, conditional_high_minor,
    money_digits(conversions) AS digits
  FROM capital
  UNION ALL
  SELECT buyer, supplier, currency, outstanding_minor, outstanding_low_minor,
    outstanding_high_minor, conditional_minor, conditional_low_minor, conditional_high_minor,
    money_digits(conversions)
  FROM purchases
  UNION ALL
  -- Payments and debts, one by one.
  SELECT from_entity, to_entity, currency, iif(counts_as = 'committed', amount_minor, 0),
    iif(counts_as = 'committed', amount_low_minor, 0), iif(counts_as = 'committed', amount_high_minor, 0),
    iif(counts_as = 'conditional', amount_minor, 0), iif(counts_as = 'conditional', amount_low_minor, 0),
    iif(counts_as = 'conditional', amount_high_minor, 0), money_digits(conversions)
  FROM owed
  WHERE what NOT IN ('capital', 'purchase')
  AND currency IS NOT NULL
),
sums AS MATERIALIZED (
  SELECT kind.place, kind.counts_as, currency,
    iif(
      kind.place = 2, coalesce(outstanding_minor, outstanding_low_minor),
      coalesce(conditional_minor, conditional_low_minor)) AS point,
    iif(kind.place = 2, outstanding_low_minor, conditional_low_minor) AS low,
    iif(kind.place = 2, outstanding_high_minor, conditional_high_minor) AS high, digits
  FROM pairs, (SELECT 2 AS place, 'committed' AS counts_as UNION ALL SELECT 3, 'conditional') AS kind
  WHERE :party IN (one, other) OR :party IS NULL
),
converted AS MATERIALIZED (
  SELECT counts_as, money_convert_end(point, currency, :currency, 'point') AS point,
    money_convert_end(low, currency, :currency, 'low') AS low,
    money_convert_end(high, currency, :currency, 'high') AS high, iif(currency = :currency, digits, 4) AS digits
  FROM sums
  WHERE place = 2
  AND :currency IS NOT NULL
),
addends AS (
  SELECT place, currency, currency AS thing, counts_as, point, low, high, digits FROM sums
  UNION ALL
  -- What no rate converts adds nothing to what others convert.
  SELECT 4, :currency, 'in ' || :currency || iif(
      count(low) OVER () = count(*) OVER (), '', ', without what no rate converts'), counts_as,
    iif(low IS NULL AND count(low) OVER () > 0, 0, point), iif(low IS NULL AND count(low) OVER () > 0, 0, low),
    iif(low IS NULL AND count(low) OVER () > 0, 0, high), digits
  FROM converted
),
-- Of a sum that is too great only that it is: halves are summed, lest the statement end.
totals AS (
  SELECT place, currency, thing, counts_as,
    iif(
      total(point) >= 2e18 OR count(*) > count(point), NULL, (sum(point >> 32) << 32) + sum(point & 4294967295)
    ) AS point,
    iif(total(low) >= 2e18, 2000000000000000000, (sum(low >> 32) << 32) + sum(low & 4294967295)) AS low,
    iif(
      total(high) >= 2e18 OR count(*) > count(high), NULL, (sum(high >> 32) << 32) + sum(high & 4294967295)
    ) AS high,
    min(digits) AS digits
  FROM addends
  GROUP BY place, currency
),
told AS (
  SELECT 1 AS place, from_entity AS owes, to_entity AS to_whom, thing, counts_as, currency,
    amount_minor AS point, amount_low_minor AS low, amount_high_minor AS high, money_digits(conversions) AS digits,
    left_quantity, condition_state, due,
    agreement, status,
    (
      SELECT group_concat(need.value ->> 'condition', ', ')
      FROM json_each(owed.conditions) AS need
      WHERE condition_state = 'open'
    ) AS waits_for
  FROM owed
  WHERE :party IN (from_entity, to_entity) OR :party IS NULL
  UNION ALL
  SELECT place, 'total', NULL, thing, counts_as, currency, point, low, high, digits, NULL, NULL, NULL, NULL, NULL, NULL
  FROM totals
  WHERE place = 4
  OR high IS NOT 0
)
SELECT owes, to_whom, thing, counts_as,
  coalesce(
    left_quantity, money_text(point, currency, low, high, digits)) AS amount,
  money_text(low, currency, low, low, digits) AS low, money_text(high, currency, high, high, digits) AS high, condition_state, due, agreement, status,
  waits_for
FROM told
ORDER BY place, owes, to_whom, thing
