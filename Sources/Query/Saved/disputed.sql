-- title: Where sources disagree
-- description: Facts about whose time another claim said otherwise, with each claim and why it counts or not.
-- parameter: stream text null; of which partnership, else of all
SELECT claims.key, claims.event, claims.value, claims.effective, claims.status, claims.counts,
  claims.why_not, claims.source
FROM claims
JOIN events ON events.event = claims.event
WHERE (events.stream = :stream OR :stream IS NULL)
AND claims.key IN (
  SELECT key
  FROM claims
  WHERE why_not IN ('less firm', 'weaker status', 'weaker source', 'recorded earlier', 'denied')
)
ORDER BY claims.key, claims.counts DESC, claims.event
