-- title: Who is exposed to whom, as a matrix
-- description: A row for each pair and a column for each kind of tie; the web of who owns and owes what.
-- parameter: entity text null; pairs with this one, else all
SELECT from_entity, to_entity,
  group_concat(iif(percent_low_ppb = percent_high_ppb, percent_text(percent_ppb), nullif(percent_stated, '?%')) || ' ' || detail, ', ') FILTER (WHERE kind = 'owns')
    AS owns,
  group_concat(money_text(amount_minor, currency,
    amount_low_minor, amount_high_minor, money_digits(conversions)), ', ') FILTER (WHERE kind = 'committed_capital')
    AS committed_capital,
  group_concat(money_text(amount_minor, currency,
    amount_low_minor, amount_high_minor, money_digits(conversions)), ', ') FILTER (WHERE kind = 'owes_purchases')
    AS owes_purchases,
  group_concat(money_text(amount_minor, currency,
    amount_low_minor, amount_high_minor, money_digits(conversions)), ', ') FILTER (WHERE kind = 'owes_payments')
    AS owes_payments,
  group_concat(money_text(amount_minor, currency,
    amount_low_minor, amount_high_minor, money_digits(conversions)), ', ') FILTER (WHERE kind = 'owes_debt')
    AS owes_debt,
  group_concat(detail, ', ')
    FILTER (WHERE kind IN ('shares_revenue', 'shares_profit', 'shares_cost', 'pays_royalty')) AS shares,
  group_concat(detail, ', ') FILTER (WHERE kind = 'licenses') AS licenses
FROM (SELECT * FROM exposures ORDER BY from_entity, to_entity, kind, detail, currency)
WHERE :entity IN (from_entity, to_entity) OR :entity IS NULL
GROUP BY from_entity, to_entity
ORDER BY from_entity, to_entity
