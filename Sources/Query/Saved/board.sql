-- title: Who sits where, and who may name them
-- description: Offices that are held, and the rights to seats and to name people that are in force.
-- parameter: entity text null; at which entity, else everywhere
SELECT entity AS at, 'office' AS what, person AS who, coalesce(title, office) AS as_what,
  nominated_by AS named_by, NULL AS "right", since, NULL AS seats, NULL AS of_seats, claim.status, source
FROM offices AS claim
WHERE state = 'held'
AND (:entity = entity OR :entity IS NULL)
UNION ALL
SELECT grantor, 'right', grantee, kind, NULL, "right", granted, seats, of_seats, claim_status, source
FROM rights
WHERE kind IN ('board_seat', 'appointment', 'observer')
AND rights.status = 'in_force'
AND (:entity IN (grantor, grantee) OR :entity IS NULL)
ORDER BY 1, 2, 3, 4
