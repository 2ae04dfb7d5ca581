-- title: Invested against funded
-- description: What investors committed, what they paid, what is outstanding, and the part that was paid.
-- description: A sum with an undisclosed amount in it is a lower bound.
-- parameter: investor text null; of whom, else of everyone
SELECT investor, issuer, money_text(committed_minor, currency) AS committed,
  coalesce(money_text(funded_minor, currency), 'none recorded') AS funded,
  money_text(outstanding_minor, currency) AS outstanding,
  iif(committed_minor > 0,
    percent_text((funded_minor / committed_minor * 1000
      + funded_minor % committed_minor * 1000 / committed_minor) * 1000000), NULL) AS part_funded,
  undisclosed, events
FROM capital
WHERE investor = :investor OR :investor IS NULL
ORDER BY currency, committed_minor DESC, investor, issuer
