-- title: Who holds what of whom
-- description: The shares that count, by issuer and basis; shares on different bases do not add up.
-- description: --as-of asks it of another day.
-- parameter: issuer text null; of which entity, else of all
SELECT issuer, basis, excludes, holder, stated, percent_text(percent_low_ppb) AS low,
  percent_text(percent_high_ppb) AS high, value_stated, effective, status, source,
  nullif(asserted_by, '') AS asserted_by
FROM stakes
WHERE issuer = :issuer OR :issuer IS NULL
ORDER BY issuer, basis, excludes, percent_ppb DESC, holder, asserted_by
