-- title: Invested against funded
-- description: What investors committed, what they paid, what is outstanding, and the part that was paid.
-- description: A sum with an undisclosed amount in it is a lower bound.
-- parameter: investor text null; of whom, else of everyone
SELECT investor, issuer,
  money_text(committed_minor, currency, committed_low_minor, committed_high_minor, digits) AS committed,
  coalesce(money_text(funded_minor, currency, funded_low_minor, funded_high_minor, digits), 'none recorded') AS funded,
  money_text(outstanding_minor, currency, outstanding_low_minor, outstanding_high_minor, digits) AS outstanding,
  -- In thousandths; of what is very great without its last digits, lest a product be too great.
  iif(committed_minor > 0,
    percent_text(((funded_minor >> cut) / (committed_minor >> cut) * 1000
      + (funded_minor >> cut) % (committed_minor >> cut) * 1000 / (committed_minor >> cut)) * 1000000), NULL)
    AS part_funded,
  undisclosed, events
FROM (
  SELECT *, money_digits(conversions) AS digits, iif(max(committed_minor, funded_minor) >= 9000000000000000, 10, 0) AS cut FROM capital
)
WHERE investor = :investor OR :investor IS NULL
ORDER BY currency, coalesce(committed_minor, committed_low_minor) DESC, investor, issuer
