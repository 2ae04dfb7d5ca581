-- title: What a company was said to be worth, over time
-- parameter: issuer text null; of which company, else of all
SELECT issuer, effective, subject, holder, basis, nullif(asserted_by, '') AS asserted_by, stated,
  money_text(amount_low_minor, currency) AS low, money_text(amount_high_minor, currency) AS high,
  status, source
FROM valuation_history
WHERE issuer = :issuer OR :issuer IS NULL
ORDER BY issuer, effective_earliest, event
