-- title: All ties of one entity
-- description: What it owns, committed, owes, shares and licenses, and the same the other way round.
-- parameter: entity text; its slug
SELECT iif(from_entity = :entity, 'to ' || to_entity, 'from ' || from_entity) AS tie, kind, detail,
  iif(percent_low_ppb = percent_high_ppb, percent_text(percent_ppb), nullif(percent_stated, '?%')) AS percent,
  money_text(amount_minor, currency, amount_low_minor, amount_high_minor,
    money_digits(conversions)) AS amount, events
FROM exposures
WHERE :entity IN (from_entity, to_entity)
ORDER BY from_entity <> :entity, tie, kind, detail
