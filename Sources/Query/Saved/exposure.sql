-- title: Exposure to each counterparty, in one currency
-- description: What one entity owns of another and still owes it, converted at the last rate recorded, then the total
-- description: for the two. An "up to" amount and the cap of a share of revenue are ceilings. What no rate converts, and
-- description: a stake of which nobody tells the worth, is told as it is, and is not in the total.
-- parameter: currency text USD; into which currency everything is converted
-- parameter: entity text null; whose exposures, on either side, else everyone's
WITH held AS (
  SELECT from_entity, to_entity, kind, detail, currency,
    iif(percent_low_ppb = percent_high_ppb, percent_text(percent_ppb), nullif(percent_stated, '?%')) AS share,
    iif(kind IN ('shares_revenue', 'shares_profit', 'shares_cost', 'pays_royalty'), 0, amount_minor) AS point,
    iif(kind IN ('shares_revenue', 'shares_profit', 'shares_cost', 'pays_royalty'), 0, coalesce(amount_low_minor, 0)) AS low, amount_high_minor AS high,
    money_digits(conversions) AS digits
  FROM exposures
  WHERE (:entity IN (from_entity, to_entity) OR :entity IS NULL)
  AND kind <> 'licenses'
),
placed AS (
  SELECT *, coalesce(currency = :currency OR rate IS NOT NULL, 0) AS is_converted
  FROM (SELECT *, money_rates(currency, :currency) AS rate FROM held)
),
-- In the currency asked for where that can be, else in its own.
converted AS MATERIALIZED (
  SELECT from_entity, to_entity, kind, detail, is_converted, iif(is_converted, :currency, currency) AS unit,
    iif(is_converted, money_convert_end(coalesce(point, low), currency, :currency, 'point'), coalesce(point, low))
      AS point,
    iif(is_converted, money_convert_end(low, currency, :currency, 'low'), low) AS low,
    iif(is_converted, money_convert_end(high, currency, :currency, 'high'), high) AS high,
    iif(is_converted AND currency <> :currency, 4, digits) AS digits,
    iif(currency <> :currency, coalesce(rate, 'none recorded'), NULL) AS rate,
    iif(currency IS NULL, coalesce(share || ', ', '') || 'no amount recorded', NULL) AS remark
  FROM placed
),
-- Of a sum that is too great only that it is: halves are summed, lest the statement end.
totals AS (
  SELECT from_entity, to_entity, max(is_converted) AS is_converted,
    iif(
      total(point) >= 2e18 OR count(*) > count(point), NULL, (sum(point >> 32) << 32) + sum(point & 4294967295)
    ) AS point,
    iif(total(low) >= 2e18, 2000000000000000000, (sum(low >> 32) << 32) + sum(low & 4294967295)) AS low,
    iif(
      total(high) >= 2e18 OR count(*) > count(high), NULL, (sum(high >> 32) << 32) + sum(high & 4294967295)
    ) AS high,
    min(digits) AS digits,
    iif(min(is_converted), NULL, count(*) FILTER (WHERE NOT is_converted) || ' of ' || count(*)) AS remark
  FROM (
    SELECT from_entity, to_entity, is_converted, digits, iif(is_converted, point, 0) AS point,
      iif(is_converted, low, 0) AS low, iif(is_converted, high, 0) AS high
    FROM converted
  )
  GROUP BY from_entity, to_entity
),
told AS (
  SELECT 1 AS place, * FROM converted
  UNION ALL
  SELECT 2, from_entity, to_entity, 'total', NULL, is_converted, :currency, point, low, high, digits, NULL, remark
  FROM totals
),
written AS (
  SELECT *, money_text(point, unit, low, high, digits) AS amount FROM told
)
SELECT from_entity, to_entity, kind, detail, iif(is_converted, amount, NULL) AS amount,
  iif(is_converted, money_text(low, unit, low, low, digits), NULL) AS low,
  iif(is_converted, money_text(high, unit, high, high, digits), NULL) AS high, rate,
  coalesce(remark, iif(is_converted, NULL, amount)) AS not_converted
FROM written
ORDER BY from_entity, to_entity, place, kind, detail
