-- title: What is owed, and the total in each currency
-- description: A row for each thing still owed, then a total for each currency, and with a currency one total in it,
-- description: converted at the last rate recorded. An "up to" amount is a ceiling; where payments were told for two
-- description: entities and not for which commitment, the total knows better than the rows.
-- parameter: party text null; of whom, on either side, else of everyone
-- parameter: currency text null; into which currency one total is converted
WITH sums AS MATERIALIZED (
  SELECT currency, outstanding_minor, outstanding_low_minor, outstanding_high_minor, conditional_minor,
    conditional_low_minor, conditional_high_minor
  FROM capital
  WHERE :party IN (investor, issuer) OR :party IS NULL
  UNION ALL
  SELECT currency, outstanding_minor, outstanding_low_minor, outstanding_high_minor, conditional_minor,
    conditional_low_minor, conditional_high_minor
  FROM purchases
  WHERE :party IN (buyer, supplier) OR :party IS NULL
),
told AS (
  SELECT 1 AS place, from_entity AS owes, to_entity AS to_whom, thing, counts_as, currency,
    amount_minor AS point, amount_low_minor AS low, amount_high_minor AS high, quantity, condition_state, due,
    agreement, status
  FROM owed
  WHERE :party IN (from_entity, to_entity) OR :party IS NULL
  UNION ALL
  SELECT 2, 'total', NULL, currency, 'committed', currency, sum(outstanding_minor), sum(outstanding_low_minor),
    iif(count(*) = count(outstanding_high_minor), sum(outstanding_high_minor), NULL), NULL, NULL, NULL, NULL, NULL
  FROM sums
  GROUP BY currency
  HAVING sum(outstanding_minor) > 0
  OR count(*) > count(outstanding_high_minor)
  OR sum(outstanding_high_minor) > 0
  UNION ALL
  SELECT 3, 'total', NULL, currency, 'conditional', currency, sum(conditional_minor), sum(conditional_low_minor),
    iif(count(*) = count(conditional_high_minor), sum(conditional_high_minor), NULL), NULL, NULL, NULL, NULL, NULL
  FROM sums
  GROUP BY currency
  HAVING sum(conditional_minor) > 0
  OR count(*) > count(conditional_high_minor)
  OR sum(conditional_high_minor) > 0
  UNION ALL
  SELECT 4, 'total', NULL, 'in ' || :currency || iif(
      count(*) = count(money_convert(outstanding_minor, currency, :currency)), '',
      ', without what no rate converts'),
    'committed', :currency, sum(money_convert(outstanding_minor, currency, :currency)),
    sum(money_convert(outstanding_low_minor, currency, :currency)),
    iif(
      count(*) = count(outstanding_high_minor),
      sum(money_convert(outstanding_high_minor, currency, :currency)), NULL),
    NULL, NULL, NULL, NULL, NULL
  FROM sums
  WHERE :currency IS NOT NULL
  HAVING count(*) > 0
)
SELECT owes, to_whom, thing, counts_as,
  coalesce(
    quantity, money_text(coalesce(point, low), currency, iif(low = coalesce(point, low), high, point))) AS amount,
  money_text(low, currency) AS low, money_text(high, currency) AS high, condition_state, due, agreement, status
FROM told
ORDER BY place, owes, to_whom, thing
