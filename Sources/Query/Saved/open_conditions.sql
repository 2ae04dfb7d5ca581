-- title: Conditions that are still open
-- description: What has to happen, who says that it did and who verifies it, and the rights that wait for it.
SELECT condition, criterion, declarer, verifier, conditions.status, defined,
  (
    SELECT group_concat("right", ', ')
    FROM rights
    WHERE rights.status IN ('in_force', 'pending')
    AND EXISTS (
      SELECT 1
      FROM json_each(rights.ends_when) AS term
      WHERE term.value ->> 'condition' = conditions.condition
    )
  ) AS ends_rights
FROM conditions
WHERE conditions.status IN ('open', 'declared')
ORDER BY condition
