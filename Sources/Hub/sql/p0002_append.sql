-- Types that a hub knows, appends in one step, and plans that stay right while the log grows: what hubs that
-- were made before have not.

-- The types of events that every desk of this hub can read: those of the Stakebook that made it or brought
-- it up to date last. What is of another type is refused.
CREATE TABLE stakebook.type (
  name text COLLATE "C" PRIMARY KEY
);

-- A time as the log has it.
CREATE OR REPLACE FUNCTION stakebook.instant(moment timestamptz) RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
END
$$;

-- The hash of an event's leaf. A canonical object has its names in order, and to_json spells a text as
-- RFC 8785 does.
CREATE OR REPLACE FUNCTION stakebook.leaf(e stakebook.event) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN sha256(
    '\x00'::bytea || convert_to(
      '{"content":"' || encode(e.content_hash, 'hex')
      || '","effective":' || to_json(e.effective)
      || ',"id":"' || e.id
      || '","recorded_at":"' || e.recorded_at
      || '","seq":' || e.seq
      || ',"status":"' || e.status
      || '","stream":' || to_json(e.stream)
      || ',"type":' || to_json(e.type)
      || ',"version":' || e.version || '}', 'UTF8'));
END
$$;

-- The hash of what an event says; NULL where that was erased.
CREATE OR REPLACE FUNCTION stakebook.content(e stakebook.event) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RETURN sha256(
    e.salt || convert_to(
      '{' || concat_ws(
        ',', '"actor":' || to_json(e.actor), '"causation_id":' || to_json(e.causation_id),
        '"correlation_id":' || to_json(e.correlation_id), '"data":' || e.data,
        '"note":' || to_json(e.note), '"sources":' || e.sources) || '}', 'UTF8'));
END
$$;

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
    min(type) FILTER (WHERE type NOT IN (SELECT name FROM stakebook.type)) AS type
  INTO bad
  FROM (
    SELECT seq, recorded_at, type, leaf_hash, content_hash,
      row_number() OVER (ORDER BY seq) AS place,
      lag(recorded_at, 1, stand.recorded_at) OVER (ORDER BY seq) AS before,
      stakebook.leaf(fresh.*::stakebook.event) AS own_leaf,
      stakebook.content(fresh.*::stakebook.event) AS own_content
    FROM fresh
  ) AS placed;
  SELECT min(seq) INTO false_version
  FROM (
    SELECT seq, version, stream, row_number() OVER (PARTITION BY stream ORDER BY seq) AS place
    FROM fresh
  ) AS placed
  JOIN (
    SELECT stream, (
      SELECT max(event.version) FROM stakebook.event
      WHERE event.stream = streams.stream AND event.seq <= stand.seq
    ) AS version
    FROM (SELECT DISTINCT stream FROM fresh) AS streams
  ) AS before USING (stream)
  WHERE placed.version <> coalesce(before.version, 0) + placed.place;
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

-- The one change there is: all content becomes NULL, nothing else moves, and a later event.redacted
-- names the event.
CREATE OR REPLACE FUNCTION stakebook.event_updated() RETURNS trigger
LANGUAGE plpgsql
SET enable_seqscan = off
SET jit = off
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF (
    NEW.seq, NEW.id, NEW.stream, NEW.version, NEW.type, NEW.effective, NEW.effective_earliest,
    NEW.effective_latest, NEW.recorded_at, NEW.status, NEW.content_hash, NEW.leaf_hash
  ) IS NOT DISTINCT FROM (
    OLD.seq, OLD.id, OLD.stream, OLD.version, OLD.type, OLD.effective, OLD.effective_earliest,
    OLD.effective_latest, OLD.recorded_at, OLD.status, OLD.content_hash, OLD.leaf_hash
  )
  AND OLD.data IS NOT NULL
  AND NEW.data IS NULL
  AND EXISTS (
    SELECT
    FROM stakebook.event AS redaction
    WHERE redaction.type = 'event.redacted'
    AND redaction.seq > OLD.seq
    AND redaction.data::json ->> 'event' = OLD.id
  )
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the log is append-only: seq % cannot be changed', OLD.seq
    USING ERRCODE = 'SB003';
END
$$;

-- The head goes where the log goes, and nowhere else.
CREATE OR REPLACE FUNCTION stakebook.head_updated() RETURNS trigger
LANGUAGE plpgsql
SET enable_seqscan = off
SET jit = off
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.ledger = OLD.ledger AND NEW.seq > OLD.seq
    AND NEW.seq = (SELECT max(seq) FROM stakebook.event)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the log is append-only: its head cannot be moved' USING ERRCODE = 'SB003';
END
$$;

-- Locks the head until the transaction ends, and tells where it stands and what time it is here.
CREATE OR REPLACE FUNCTION stakebook.lock(
  OUT ledger text, OUT seq bigint, OUT recorded_at text, OUT root bytea, OUT clock text
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT head.ledger, head.seq, head.recorded_at, head.root
  INTO STRICT ledger, seq, recorded_at, root
  FROM stakebook.head WHERE place = 1 FOR UPDATE;
  clock := stakebook.instant(clock_timestamp());
END
$$;

-- Takes events, numbered and hashed by who pushes them, as a JSON array of rows.
CREATE OR REPLACE FUNCTION stakebook.push(rows json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stand stakebook.head;
  bad record;
BEGIN
  SELECT * INTO STRICT stand FROM stakebook.head WHERE place = 1 FOR UPDATE;
  SELECT seq, type, actor, recorded_at, data INTO bad
  FROM json_populate_recordset(NULL::stakebook.event, rows)
  WHERE actor IS DISTINCT FROM session_user
  OR recorded_at < stakebook.instant(now()) AND recorded_at <> stand.recorded_at
  OR recorded_at > greatest(stand.recorded_at, stakebook.instant(clock_timestamp()))
  OR data IS NULL
  OR type = 'event.redacted' AND NOT pg_has_role(session_user, 'stakebook_redactor', 'MEMBER')
  LIMIT 1;
  IF bad.seq IS NOT NULL THEN
    IF bad.actor IS DISTINCT FROM session_user THEN
      RAISE EXCEPTION 'seq % says that % records it', bad.seq, coalesce(bad.actor, 'nobody')
        USING ERRCODE = 'SB004';
    ELSIF bad.type = 'event.redacted' THEN
      RAISE EXCEPTION 'only a redactor may erase' USING ERRCODE = 'SB005';
    END IF;
    RAISE EXCEPTION 'seq % has another time than this hub gives', bad.seq
      USING ERRCODE = 'SB001';
  END IF;
  INSERT INTO stakebook.event
  SELECT * FROM json_populate_recordset(NULL::stakebook.event, rows) ORDER BY seq;
END
$$;

-- Takes drafts in one step: numbers them behind whatever the head is by now, gives them its time, makes
-- their leaves, and gives back all that came behind an event that the desk has, theirs included. It takes
-- them only where what came in between cannot change what the desk found when it tried them; else it takes
-- nothing and gives nothing, and the desk goes the longer way (lock, push).
--
-- The head is let go before the disk has it, so that desks wait for the disk together and not one after the
-- other. So nothing of it is to be acknowledged, nor kept in a copy, before a later transaction of the same
-- session was waited for: settle(). Whatever is read may be as young, and whoever keeps it settles first.
--
-- What came cannot matter where it says nothing of the things that the drafts introduce and the events that
-- they name (needs), where the streams stand as they expect, and where no id is there already.
CREATE OR REPLACE FUNCTION stakebook.append(
  drafts json, behind bigint, leaf bytea, needs text[], expecting json,
  OUT ledger text, OUT root bytea, OUT checkpoint bigint, OUT came stakebook.event
) RETURNS SETOF record
LANGUAGE plpgsql SECURITY DEFINER
SET enable_seqscan = off
SET jit = off
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stand stakebook.head;
  bad record;
  instant text;
BEGIN
  SELECT * INTO STRICT stand FROM stakebook.head WHERE place = 1 FOR UPDATE;
  IF stand.seq NOT BETWEEN behind AND behind + 500
    OR behind > 0 AND NOT EXISTS (
      SELECT FROM stakebook.event WHERE event.seq = behind AND event.leaf_hash = leaf
    )
    OR stand.seq > behind AND needs <> '{}' AND EXISTS (
      SELECT
      FROM stakebook.event, unnest(needs) AS need
      WHERE event.seq > behind
      AND strpos(event.data, '"' || need || '"') > 0
    )
    OR EXISTS (
      SELECT
      FROM json_each_text(expecting) AS expected
      WHERE expected.value::bigint <> coalesce((
        SELECT max(event.version) FROM stakebook.event WHERE event.stream = expected.key
      ), 0)
    )
    OR EXISTS (
      SELECT
      FROM stakebook.event
      WHERE event.id = ANY (ARRAY(SELECT draft ->> 'id' FROM json_array_elements(drafts) AS draft))
    )
  THEN RETURN; END IF;
  SELECT actor, type INTO bad
  FROM json_populate_recordset(NULL::stakebook.event, drafts) AS draft
  WHERE draft.actor IS DISTINCT FROM session_user
  OR draft.type = 'event.redacted'
  OR draft.data IS NULL
  LIMIT 1;
  IF FOUND THEN
    IF bad.actor IS DISTINCT FROM session_user THEN
      RAISE EXCEPTION 'the event says that % records it', coalesce(bad.actor, 'nobody')
        USING ERRCODE = 'SB004';
    END IF;
    RETURN;
  END IF;
  PERFORM set_config('synchronous_commit', 'off', true);
  instant := greatest(stand.recorded_at, stakebook.instant(clock_timestamp()));
  INSERT INTO stakebook.event
  SELECT placed.seq, placed.id, placed.stream, placed.version, placed.type, placed.effective,
    placed.effective_earliest, placed.effective_latest, placed.recorded_at, placed.status, placed.data,
    placed.sources, placed.actor, placed.note, placed.correlation_id, placed.causation_id, placed.salt,
    placed.content_hash, stakebook.leaf(placed.*::stakebook.event)
  FROM (
    SELECT stand.seq + draft.place AS seq, draft.id, draft.stream,
      coalesce((
        SELECT max(event.version) FROM stakebook.event WHERE event.stream = draft.stream
      ), 0) + row_number() OVER (PARTITION BY draft.stream ORDER BY draft.place) AS version,
      draft.type, draft.effective, draft.effective_earliest, draft.effective_latest,
      instant AS recorded_at, draft.status, draft.data, draft.sources, draft.actor, draft.note,
      draft.correlation_id, draft.causation_id, draft.salt, draft.content_hash, NULL::bytea AS leaf_hash
    FROM json_populate_recordset(NULL::stakebook.event, drafts) WITH ORDINALITY AS draft(
      seq, id, stream, version, type, effective, effective_earliest, effective_latest, recorded_at,
      status, data, sources, actor, note, correlation_id, causation_id, salt, content_hash, leaf_hash,
      place)
  ) AS placed
  ORDER BY placed.seq;
  RETURN QUERY
  SELECT head.ledger, head.root, (
      SELECT coalesce(max(checkpoint.place), 0) FROM stakebook.checkpoint
    ), event
  FROM stakebook.head, stakebook.event
  WHERE event.seq > behind
  ORDER BY event.seq;
END
$$;

-- Waits until all that this server has recorded so far is as durable as it is set up to make it. A standby has
-- only what is.
CREATE OR REPLACE FUNCTION stakebook.settle() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NOT pg_is_in_recovery() THEN PERFORM pg_logical_emit_message(true, 'stakebook', ''); END IF;
END
$$;

-- Takes a document that the event of a seq names.
CREATE OR REPLACE FUNCTION stakebook.keep(name text, content bytea, naming bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- Not beside an erasure, which would not see it.
  PERFORM 1 FROM stakebook.head WHERE place = 1 FOR UPDATE;
  IF NOT EXISTS (
    SELECT FROM stakebook.event WHERE event.seq = naming AND strpos(event.sources, name) > 0
  ) THEN
    RAISE EXCEPTION 'seq % names no such document', naming USING ERRCODE = 'SB001';
  END IF;
  INSERT INTO stakebook.document (sha256, bytes) VALUES (name, content)
  ON CONFLICT DO NOTHING;
END
$$;

-- Takes a signed note over the head as it stands.
CREATE OR REPLACE FUNCTION stakebook.publish(note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stand stakebook.head;
BEGIN
  SELECT * INTO STRICT stand FROM stakebook.head WHERE place = 1 FOR UPDATE;
  IF split_part(note, chr(10), 2) <> stand.seq::text
    OR split_part(note, chr(10), 3) <> encode(stand.root, 'base64')
  THEN
    RAISE EXCEPTION 'the note is not over the head as it stands' USING ERRCODE = 'SB001';
  END IF;
  INSERT INTO stakebook.checkpoint (size, root, note, published_by)
  VALUES (stand.seq, stand.root, note, session_user);
END
$$;

DROP FUNCTION stakebook.first_false(stakebook.event[]);

REVOKE ALL ON FUNCTION stakebook.append(json, bigint, bytea, text[], json), stakebook.settle(),
  stakebook.leaf(stakebook.event), stakebook.content(stakebook.event) FROM PUBLIC;

GRANT SELECT ON stakebook.type TO stakebook_reader;

GRANT EXECUTE ON FUNCTION stakebook.settle() TO stakebook_reader;

GRANT EXECUTE ON FUNCTION stakebook.append(json, bigint, bytea, text[], json) TO stakebook_writer;
