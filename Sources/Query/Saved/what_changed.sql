-- title: What was recorded since
-- description: Events recorded after a seq or the end of a day, also those that withdraw others; `diff` shows
-- description: what they changed.
-- parameter: since known; up to which seq, or the end of which day, everything was known already
-- parameter: stream text null; of which partnership, else of all
SELECT event, recorded_at, stream, effective, status, headline, withdrawn_by, source
FROM events
WHERE CASE typeof(:since) WHEN 'integer' THEN event > :since ELSE recorded_at > :since || 'T99' END
AND (stream = :stream OR :stream IS NULL)
ORDER BY event
