-- title: Facts that rest on little
-- description: Events that state facts with fewer sources than wanted.
-- parameter: sources integer 2; the number of sources from which on an event is left out
SELECT event, stream, effective, status, headline, sources, source
FROM events
WHERE withdrawn_by IS NULL
AND sources < :sources
AND type NOT LIKE 'event.%' AND type NOT LIKE 'note.%'
ORDER BY sources, event
