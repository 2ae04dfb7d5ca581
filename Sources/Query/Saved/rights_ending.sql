-- title: Rights that end within some months
-- description: Rights in force that end by the day so many months after the as-of day, soonest first.
-- parameter: months integer 12; how many months ahead
-- parameter: party text null; of whom, as grantor or grantee, else of everyone
SELECT "right", kind, grantor, grantee, exclusive, ends_on, ends_at_latest, ends_by,
  claim_status, source
FROM rights, x_clock AS clock
WHERE rights.status = 'in_force'
AND ends_at_latest <= date(clock.as_of, :months || ' months')
AND (:party IN (grantor, grantee) OR :party IS NULL)
ORDER BY ends_at_latest, "right"
