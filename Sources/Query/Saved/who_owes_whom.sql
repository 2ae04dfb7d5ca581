-- title: Who owes whom
-- description: Capital that was committed and not paid, purchases that were committed and not made, payments that
-- description: were promised, debts and what a lender has still to lend (loan); beside it what conditions hold back. "Up to" is the ceiling of what may be owed, and a sum
-- description: with an undisclosed amount in it is a lower bound.
-- parameter: party text null; of whom, on either side, else of everyone
WITH summed AS (
  -- Of a sum that is too great only that it is: halves are summed, lest the statement end.
  SELECT from_entity, to_entity, what, currency, counts_as, count(*) - count(high) AS undisclosed,
    iif(
      total(point) >= 2e18 OR count(*) > count(point), NULL, (sum(point >> 32) << 32) + sum(point & 4294967295)
    ) AS point,
    iif(total(low) >= 2e18, 2000000000000000000, (sum(low >> 32) << 32) + sum(low & 4294967295)) AS low,
    iif(
      total(high) >= 2e18 OR count(*) > count(high), NULL, (sum(high >> 32) << 32) + sum(high & 4294967295)
    ) AS high,
    min(digits) AS digits
  FROM (
    SELECT from_entity, to_entity, iif(what = 'payment', 'payments', what) AS what, currency, counts_as,
      coalesce(amount_minor, amount_low_minor) AS point, amount_low_minor AS low, amount_high_minor AS high,
      money_digits(conversions) AS digits
    FROM owed
    WHERE what NOT IN ('capital', 'purchase')
    AND (:party IN (from_entity, to_entity) OR :party IS NULL)
  )
  GROUP BY from_entity, to_entity, what, currency, counts_as
)
SELECT investor AS owes, issuer AS to_whom, 'capital' AS what,
  money_text(outstanding_minor, currency,
    outstanding_low_minor, outstanding_high_minor, digits) AS outstanding,
  money_text(outstanding_low_minor, currency, outstanding_low_minor, outstanding_low_minor, digits) AS low,
  money_text(outstanding_high_minor, currency, outstanding_high_minor, outstanding_high_minor, digits) AS high,
  money_text(conditional_minor, currency,
    conditional_low_minor, conditional_high_minor, digits) AS conditional, undisclosed
FROM (SELECT *, money_digits(conversions) AS digits FROM capital)
WHERE (outstanding_high_minor IS NOT 0 OR conditional_high_minor IS NOT 0)
AND (:party IN (investor, issuer) OR :party IS NULL)
UNION ALL
SELECT buyer, supplier, 'purchases',
  money_text(outstanding_minor, currency,
    outstanding_low_minor, outstanding_high_minor, digits),
  money_text(outstanding_low_minor, currency, outstanding_low_minor, outstanding_low_minor, digits), money_text(outstanding_high_minor, currency, outstanding_high_minor, outstanding_high_minor, digits),
  money_text(conditional_minor, currency,
    conditional_low_minor, conditional_high_minor, digits), undisclosed
FROM (SELECT *, money_digits(conversions) AS digits FROM purchases)
WHERE (outstanding_high_minor IS NOT 0 OR conditional_high_minor IS NOT 0)
AND (:party IN (buyer, supplier) OR :party IS NULL)
UNION ALL
SELECT from_entity, to_entity, what,
  max(money_text(point, currency, low, high, digits)) FILTER (WHERE counts_as = 'committed'),
  max(money_text(low, currency, low, low, digits)) FILTER (WHERE counts_as = 'committed'),
  max(money_text(high, currency, high, high, digits)) FILTER (WHERE counts_as = 'committed'),
  coalesce(
    max(money_text(point, currency, low, high, digits)) FILTER (WHERE counts_as = 'conditional'),
    money_text(0, currency)),
  sum(undisclosed)
FROM summed
GROUP BY from_entity, to_entity, what, currency
ORDER BY owes, to_whom, what
