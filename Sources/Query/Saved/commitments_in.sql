-- title: What is still owed, in one currency
-- description: Commitments that count, largest first, converted at the last rate recorded up to a day.
-- description: Without a rate the converted amount is NULL, and no sum includes it.
-- parameter: currency text USD; into which currency
-- parameter: day day null; the day of the rates, else that of the clock
SELECT commitment, kind, from_entity, to_entity, counts_as, stated,
  money_text(outstanding_minor, currency) AS outstanding,
  iif(:day IS NULL, money_convert(outstanding_minor, currency, :currency),
    money_convert(outstanding_minor, currency, :currency, :day)) AS converted_minor,
  money_text(
    iif(:day IS NULL, money_convert(outstanding_minor, currency, :currency),
      money_convert(outstanding_minor, currency, :currency, :day)), :currency) AS converted
FROM commitments
WHERE outstanding_minor <> 0
ORDER BY converted_minor DESC NULLS LAST, commitment
