-- title: Who owes whom
-- description: Capital that was committed and not paid, and purchases that were committed and not made;
-- description: beside it what conditions hold back. "Up to" is the ceiling of what may be owed, and a sum
-- description: with an undisclosed amount in it is a lower bound.
-- parameter: party text null; of whom, on either side, else of everyone
SELECT investor AS owes, issuer AS to_whom, 'capital' AS what,
  money_text(outstanding_minor, currency,
    iif(outstanding_low_minor = outstanding_minor, outstanding_high_minor, outstanding_minor)) AS outstanding,
  money_text(outstanding_low_minor, currency) AS low,
  money_text(outstanding_high_minor, currency) AS high,
  money_text(conditional_minor, currency,
    iif(conditional_low_minor = conditional_minor, conditional_high_minor, conditional_minor)) AS conditional, undisclosed
FROM capital
WHERE (outstanding_high_minor IS NOT 0 OR conditional_high_minor IS NOT 0)
AND (:party IN (investor, issuer) OR :party IS NULL)
UNION ALL
SELECT buyer, supplier, 'purchases',
  money_text(outstanding_minor, currency,
    iif(outstanding_low_minor = outstanding_minor, outstanding_high_minor, outstanding_minor)),
  money_text(outstanding_low_minor, currency), money_text(outstanding_high_minor, currency),
  money_text(conditional_minor, currency,
    iif(conditional_low_minor = conditional_minor, conditional_high_minor, conditional_minor)), undisclosed
FROM purchases
WHERE (outstanding_high_minor IS NOT 0 OR conditional_high_minor IS NOT 0)
AND (:party IN (buyer, supplier) OR :party IS NULL)
ORDER BY owes, to_whom, what
