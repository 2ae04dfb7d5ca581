-- title: What is still owed, in one currency
-- description: Commitments, payments and debts of which anything may still be owed, largest first, converted at the last rate
-- description: recorded up to a day. An "up to" amount is a ceiling; what was paid in sum, and not stated
-- description: for which commitment, leaves a ceiling too. Of a whole, what its parts leave of it. Without a
-- description: rate the converted amount is NULL.
-- parameter: currency text USD; into which currency
-- parameter: day day null; the day of the rates, else that of the clock
SELECT commitment, kind, from_entity, to_entity, counts_as, stated,
  money_text(outstanding_minor, currency, outstanding_low_minor, outstanding_high_minor, digits) AS outstanding,
  converted_minor, money_text(
    converted_minor, :currency, converted_low, converted_high, iif(currency = :currency, digits, 4)) AS converted
FROM (
  SELECT thing AS commitment, what AS kind, from_entity, to_entity,
    iif(not_broken_down, 'whole', counts_as) AS counts_as, stated, currency,
    amount_minor AS outstanding_minor, amount_low_minor AS outstanding_low_minor,
    amount_high_minor AS outstanding_high_minor, money_digits(conversions) AS digits,
    iif(:day IS NULL, money_convert_end(amount_minor, currency, :currency, 'point'),
      money_convert_end(amount_minor, currency, :currency, 'point', :day)) AS converted_minor,
    iif(:day IS NULL, money_convert_end(amount_low_minor, currency, :currency, 'low'),
      money_convert_end(amount_low_minor, currency, :currency, 'low', :day)) AS converted_low,
    iif(:day IS NULL, money_convert_end(amount_high_minor, currency, :currency, 'high'),
      money_convert_end(amount_high_minor, currency, :currency, 'high', :day)) AS converted_high
  FROM owed
)
WHERE currency IS NOT NULL
AND outstanding_high_minor IS NOT 0
ORDER BY converted_minor DESC NULLS LAST, commitment
