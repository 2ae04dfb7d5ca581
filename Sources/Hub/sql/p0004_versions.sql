-- The version before the first of a stream was looked for with each of its rows, past all that had just come in:
-- many events of one stream took time by the square of their number.

-- What is inserted follows on the head, and the head follows it.
--
-- What these functions ask for is found by an index. A plan that was made while the log was short, and is kept
-- by the session, would read all of it when it is long; and compiling one takes longer than the work.
CREATE OR REPLACE FUNCTION stakebook.event_inserted() RETURNS trigger
LANGUAGE plpgsql
SET enable_seqscan = off
SET jit = off
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stand stakebook.head;
  hash bytea;
  rest bigint;
  level int;
  leaf bytea;
  bad record;
  false_version bigint;
  last text;
  erased record;
BEGIN
  IF NOT EXISTS (SELECT FROM fresh) THEN RETURN NULL; END IF;
  SELECT * INTO STRICT stand FROM stakebook.head WHERE place = 1 FOR UPDATE;
  SELECT min(seq) FILTER (WHERE seq <> stand.seq + place) AS seq,
    min(seq) FILTER (WHERE recorded_at < before) AS time,
    min(seq) FILTER (WHERE leaf_hash <> own_leaf OR content_hash <> own_content) AS hash,
    min(type) FILTER (
      WHERE data IS NOT NULL AND type NOT IN (SELECT name FROM stakebook.type)
    ) AS type
  INTO bad
  FROM (
    SELECT seq, recorded_at, type, data, leaf_hash, content_hash,
      row_number() OVER (ORDER BY seq) AS place,
      lag(recorded_at, 1, stand.recorded_at) OVER (ORDER BY seq) AS before,
      stakebook.leaf(fresh.*::stakebook.event) AS own_leaf,
      stakebook.content(fresh.*::stakebook.event) AS own_content
    FROM fresh
  ) AS placed;
  SELECT min(seq) INTO false_version
  FROM (
    SELECT seq, stream, version, lag(version) OVER (PARTITION BY stream ORDER BY seq) AS before
    FROM fresh
  ) AS placed
  WHERE version <> 1 + coalesce(before, (
    SELECT max(event.version) FROM stakebook.event
    WHERE event.stream = placed.stream AND event.version < placed.version
  ), 0);
  IF bad.seq IS NOT NULL THEN
    RAISE EXCEPTION 'seq % is not the next one', bad.seq USING ERRCODE = 'SB001';
  ELSIF false_version IS NOT NULL THEN
    RAISE EXCEPTION 'the version of seq % is not the next of its stream', false_version
      USING ERRCODE = 'SB001';
  ELSIF bad.time IS NOT NULL THEN
    RAISE EXCEPTION 'seq % is earlier than the event before it', bad.time USING ERRCODE = 'SB001';
  ELSIF bad.hash IS NOT NULL THEN
    RAISE EXCEPTION 'the hashes of seq % do not follow from what it says', bad.hash
      USING ERRCODE = 'SB002';
  ELSIF bad.type IS NOT NULL THEN
    RAISE EXCEPTION 'this hub does not know the type %', bad.type USING ERRCODE = 'SB006';
  END IF;
  -- The tree of RFC 6962: two whole parts of one size become one of the next.
  FOR leaf, last IN SELECT leaf_hash, recorded_at FROM fresh ORDER BY seq LOOP
    hash := leaf;
    rest := stand.seq;
    level := 1;
    WHILE rest & 1 = 1 LOOP
      hash := sha256('\x01'::bytea || stand.parts[level] || hash);
      rest := rest >> 1;
      level := level + 1;
    END LOOP;
    stand.parts[level] := hash;
    stand.seq := stand.seq + 1;
  END LOOP;
  stand.root := NULL;
  rest := stand.seq;
  level := 1;
  WHILE rest > 0 LOOP
    IF rest & 1 = 1 THEN
      stand.root := CASE
        WHEN stand.root IS NULL THEN stand.parts[level]
        ELSE sha256('\x01'::bytea || stand.parts[level] || stand.root)
      END;
    END IF;
    rest := rest >> 1;
    level := level + 1;
  END LOOP;
  UPDATE stakebook.head
  SET seq = stand.seq, recorded_at = last, parts = stand.parts, root = stand.root;
  -- Erasure travels as an event: what it names is erased as it comes in, with the documents that no
  -- other event names.
  FOR erased IN
    SELECT event.seq, event.sources
    FROM fresh
    JOIN stakebook.event ON event.id = fresh.data::json ->> 'event'
    WHERE fresh.type = 'event.redacted'
    AND event.data IS NOT NULL
  LOOP
    UPDATE stakebook.event
    SET data = NULL, sources = NULL, actor = NULL, note = NULL, correlation_id = NULL,
      causation_id = NULL, salt = NULL
    WHERE event.seq = erased.seq;
    DELETE FROM stakebook.document
    WHERE document.sha256 IN (
      SELECT source ->> 'sha256' FROM json_array_elements(erased.sources::json) AS source
    )
    AND NOT EXISTS (
      SELECT FROM stakebook.event WHERE strpos(event.sources, document.sha256) > 0
    );
  END LOOP;
  PERFORM pg_notify('stakebook', stand.seq::text);
  RETURN NULL;
END
$$;
