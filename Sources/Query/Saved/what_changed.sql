-- title: What was recorded since
-- description: Events recorded after the end of a day, also those that withdraw others; `diff` shows
-- description: what they changed.
-- parameter: since day; up to the end of which day everything was known already
-- parameter: stream text null; of which partnership, else of all
SELECT event, recorded_at, stream, effective, status, headline, withdrawn_by, source
FROM events
WHERE recorded_at > :since || 'T99'
AND (stream = :stream OR :stream IS NULL)
ORDER BY event
