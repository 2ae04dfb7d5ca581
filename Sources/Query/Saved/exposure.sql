-- title: Exposure to each counterparty, in one currency
-- description: What one entity owns of another and still owes it, converted at the last rate recorded, then the total
-- description: for the two. An "up to" amount and the cap of a share of revenue are ceilings. What no rate converts, and
-- description: a stake of which nobody tells the worth, is told as it is, and is not in the total.
-- parameter: currency text USD; into which currency everything is converted
-- parameter: entity text null; whose exposures, on either side, else everyone's
WITH held AS (
  SELECT from_entity, to_entity, kind, detail, currency, percent_ppb,
    iif(kind = 'shares_revenue', 0, amount_minor) AS point,
    iif(kind = 'shares_revenue', 0, amount_low_minor) AS low, amount_high_minor AS high
  FROM exposures
  WHERE (:entity IN (from_entity, to_entity) OR :entity IS NULL)
  AND kind <> 'licenses'
),
rate AS (
  SELECT currency, told
  FROM (
    SELECT used.currency,
      '1 ' || base || ' = ' || quote || ' ' || stated || ' (' || effective || ')' AS told,
      row_number() OVER (
        PARTITION BY used.currency ORDER BY effective_earliest DESC, base = used.currency DESC
      ) AS place
    FROM (SELECT DISTINCT currency FROM held) AS used
    JOIN fx_rates ON base = used.currency AND quote = :currency
      OR base = :currency AND quote = used.currency
  )
  WHERE place = 1
),
converted AS MATERIALIZED (
  SELECT held.*, rate.told AS rate, coalesce(held.currency = :currency OR rate.told IS NOT NULL, 0)
      AS is_converted,
    money_convert(point, held.currency, :currency) AS in_point,
    money_convert(low, held.currency, :currency) AS in_low,
    money_convert(high, held.currency, :currency) AS in_high
  FROM held
  LEFT JOIN rate ON rate.currency = held.currency
),
told AS (
  SELECT 1 AS place, from_entity, to_entity, kind, detail, is_converted, in_point, in_low, in_high,
    iif(held.currency <> :currency, coalesce(rate, 'none recorded'), NULL) AS rate,
    CASE
      WHEN is_converted THEN NULL
      WHEN currency IS NULL THEN coalesce(percent_text(percent_ppb) || ', ', '') || 'no amount recorded'
      ELSE money_text(coalesce(point, low), held.currency, iif(low = coalesce(point, low), high, point))
    END AS not_converted
  FROM converted AS held
  UNION ALL
  SELECT 2, from_entity, to_entity, 'total', NULL, max(is_converted), sum(coalesce(in_point, in_low)), sum(in_low),
    iif(count(*) FILTER (WHERE is_converted AND in_high IS NULL) = 0, sum(in_high), NULL), NULL,
    iif(min(is_converted), NULL, count(*) FILTER (WHERE NOT is_converted) || ' of ' || count(*))
  FROM converted
  GROUP BY from_entity, to_entity
)
SELECT from_entity, to_entity, kind, detail,
  iif(
    is_converted,
    money_text(coalesce(in_point, in_low), :currency, iif(in_low = coalesce(in_point, in_low), in_high, in_point)),
    NULL) AS amount,
  iif(is_converted, money_text(in_low, :currency), NULL) AS low,
  iif(is_converted, money_text(in_high, :currency), NULL) AS high, rate, not_converted
FROM told
ORDER BY from_entity, to_entity, place, kind, detail
