-- title: Royalties and shares of revenue, and what was paid
-- description: A row for each share. What was paid is told with its ceiling, and as none recorded where no payment is;
-- description: what is left of the cap only where all was paid in the cap's currency.
-- parameter: party text null; of whom, on either side, else of everyone
SELECT share, kind, payer, payee,
  coalesce(
    share_rate_stated,
    (
      SELECT group_concat(
        coalesce(tier.value ->> '$.rate.text', '?') || coalesce(
          ' until ' || coalesce(tier.value ->> 'until', tier.value ->> '$.to.text'), ''), ', then ')
      FROM json_each(tiers) AS tier
    )) AS rate,
  base,
  (SELECT group_concat(value, ', ') FROM json_each(product)) AS product,
  (SELECT group_concat(value, ', ') FROM json_each(territory)) AS territory, schedule, revenue_shares.status, iif(ends_by IN ('agreement', 'end'), ends_at_latest, until_on) AS until, cap_stated AS cap,
  CASE
    WHEN paid_currency IS NOT NULL THEN money_text(paid_minor, paid_currency, paid_low_minor, paid_high_minor)
    ELSE coalesce(paid, 'none recorded')
  END AS paid,
  paid_undisclosed AS undisclosed_payments,
  CASE
    WHEN paid_minor IS NULL AND paid IS NULL THEN money_text(cap_minor, currency)
    WHEN paid_currency = currency THEN money_text(max(0, cap_minor - paid_minor), currency)
  END AS left_of_cap,
  agreement
FROM revenue_shares
WHERE :party IN (payer, payee) OR :party IS NULL
ORDER BY payer, payee, share
