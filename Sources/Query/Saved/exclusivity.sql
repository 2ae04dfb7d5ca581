-- title: Which exclusivity holds where
-- description: Exclusive rights in force, with territory, product and scope, and until when they are exclusive.
-- parameter: party text null; of whom, as grantor or grantee, else of everyone
SELECT "right", kind, grantor, grantee,
  (SELECT group_concat(value, ', ') FROM json_each(territory)) AS territory,
  (SELECT group_concat(value, ', ') FROM json_each(product)) AS product,
  (SELECT group_concat(value, '; ') FROM json_each(scope)) AS scope,
  coalesce(exclusive_ends_on, ends_on) AS until_on, ends_at_latest, agreement, claim_status, source,
  (SELECT group_concat(value, '; ') FROM json_each(exclusions)) AS leaves_out,
  (SELECT group_concat(value, '; ') FROM json_each(exceptions)) AS except_when
FROM rights
WHERE rights.status = 'in_force'
AND (exclusive OR kind IN ('exclusivity', 'non_compete'))
AND (:party IN (grantor, grantee) OR :party IS NULL)
ORDER BY grantor, grantee, "right"
