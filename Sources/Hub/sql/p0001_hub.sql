-- A hub on PostgreSQL: the order of a log that many desks share.
--
-- Desks read the tables and call four functions; nothing else is theirs to do. Whatever comes in, by a
-- push or by the owner's own hand, passes the triggers: numbers without a gap, hashes that follow from
-- the columns, no change but an erasure that a later event announces.
--
-- Roles are PostgreSQL's own. They belong to the whole cluster, so that another hub in it has them too:
-- who may connect to which database is CONNECT's to say.

CREATE SCHEMA stakebook;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['stakebook_reader', 'stakebook_writer', 'stakebook_redactor'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', name);
      EXCEPTION WHEN unique_violation OR duplicate_object THEN
        -- Another hub of the cluster was made at the same moment, and has them now.
      END;
    END IF;
  END LOOP;
  -- Where another hub of the cluster has them already nobody need have the right to grant them.
  IF NOT pg_has_role('stakebook_writer', 'stakebook_reader', 'MEMBER') THEN
    GRANT stakebook_reader TO stakebook_writer;
  END IF;
  IF NOT pg_has_role('stakebook_redactor', 'stakebook_writer', 'MEMBER') THEN
    GRANT stakebook_writer TO stakebook_redactor;
  END IF;
END
$$;

-- Which form the hub has: the number of the last migration.
CREATE TABLE stakebook.form (
  place int PRIMARY KEY CHECK (place = 1),
  number int NOT NULL
);

-- Which log it is, and where it stands: the one row that every push locks first.
CREATE TABLE stakebook.head (
  place int PRIMARY KEY CHECK (place = 1),
  ledger text NOT NULL CHECK (length(ledger) = 36),
  seq bigint NOT NULL CHECK (seq >= 0),
  recorded_at text COLLATE "C" NOT NULL,
  -- By its level from 1 on, the root of the whole part of that size; those whose bit of seq is unset
  -- say nothing.
  parts bytea[] NOT NULL,
  root bytea NOT NULL CHECK (length(root) = 32)
);

CREATE TABLE stakebook.event (
  seq bigint PRIMARY KEY CHECK (seq > 0),
  id text COLLATE "C" NOT NULL UNIQUE
    CHECK (id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'),
  stream text COLLATE "C" NOT NULL,
  version bigint NOT NULL CHECK (version > 0),
  type text COLLATE "C" NOT NULL,
  effective text NOT NULL,
  effective_earliest text,
  effective_latest text,
  recorded_at text COLLATE "C" NOT NULL
    CHECK (recorded_at ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$'),
  status text NOT NULL
    CHECK (status IN ('confirmed', 'reported', 'estimated', 'rumoured', 'denied')),
  data text CHECK (json_typeof(data::json) = 'object'),
  sources text CHECK (json_typeof(sources::json) = 'array'),
  actor text,
  note text,
  correlation_id text,
  causation_id text,
  salt bytea CHECK (length(salt) = 16),
  content_hash bytea NOT NULL CHECK (length(content_hash) = 32),
  leaf_hash bytea NOT NULL CHECK (length(leaf_hash) = 32),
  UNIQUE (stream, version),
  CHECK ((effective_earliest IS NULL) = (effective_latest IS NULL)),
  -- All there, or all erased.
  CHECK (
    (data IS NOT NULL AND salt IS NOT NULL)
    OR (
      data IS NULL AND salt IS NULL AND sources IS NULL AND actor IS NULL
      AND note IS NULL AND correlation_id IS NULL AND causation_id IS NULL
    )
  )
);

CREATE INDEX event_type ON stakebook.event (type, seq);

-- Documents that sources name, once each.
CREATE TABLE stakebook.document (
  sha256 text COLLATE "C" PRIMARY KEY CHECK (sha256 = encode(sha256(bytes), 'hex')),
  bytes bytea NOT NULL CHECK (length(bytes) BETWEEN 1 AND 67108864)
);

-- Signed notes over the head as it was when they came in, each as its author wrote it.
CREATE TABLE stakebook.checkpoint (
  place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  size bigint NOT NULL CHECK (size >= 0),
  root bytea NOT NULL CHECK (length(root) = 32),
  note text NOT NULL CHECK (length(note) < 65536),
  published_by text NOT NULL
);

-- A time as the log has it.
CREATE FUNCTION stakebook.instant(moment timestamptz) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- The first of these rows whose hashes do not follow from its columns; NULL where there is none. A
-- canonical object has its names in order, and to_json spells a text as RFC 8785 does.
CREATE FUNCTION stakebook.first_false(rows stakebook.event[]) RETURNS bigint
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
AS $$
  SELECT min(seq)
  FROM unnest(rows)
  WHERE leaf_hash <> sha256(
    '\x00'::bytea || convert_to(
      '{"content":"' || encode(content_hash, 'hex')
      || '","effective":' || to_json(effective)
      || ',"id":"' || id
      || '","recorded_at":"' || recorded_at
      || '","seq":' || seq
      || ',"status":"' || status
      || '","stream":' || to_json(stream)
      || ',"type":' || to_json(type)
      || ',"version":' || version || '}', 'UTF8'))
  OR content_hash <> sha256(
    salt || convert_to(
      '{' || concat_ws(
        ',', '"actor":' || to_json(actor), '"causation_id":' || to_json(causation_id),
        '"correlation_id":' || to_json(correlation_id), '"data":' || data,
        '"note":' || to_json(note), '"sources":' || sources) || '}', 'UTF8'))
$$;

-- What is inserted follows on the head, and the head follows it.
CREATE FUNCTION stakebook.event_inserted() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stand stakebook.head;
  leaf bytea;
  hash bytea;
  rest bigint;
  level int;
  bad bigint;
  last text;
  erased record;
BEGIN
  IF NOT EXISTS (SELECT FROM fresh) THEN RETURN NULL; END IF;
  SELECT * INTO STRICT stand FROM stakebook.head FOR UPDATE;
  SELECT min(seq) INTO bad
  FROM (SELECT seq, row_number() OVER (ORDER BY seq) AS place FROM fresh) AS placed
  WHERE seq <> stand.seq + place;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'seq % is not the next one', bad USING ERRCODE = 'SB001';
  END IF;
  SELECT min(seq) INTO bad
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
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'the version of seq % is not the next of its stream', bad
      USING ERRCODE = 'SB001';
  END IF;
  SELECT min(seq) INTO bad
  FROM (
    SELECT seq, recorded_at, lag(recorded_at, 1, stand.recorded_at) OVER (ORDER BY seq) AS before
    FROM fresh
  ) AS placed
  WHERE recorded_at < before;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'seq % is earlier than the event before it', bad USING ERRCODE = 'SB001';
  END IF;
  SELECT stakebook.first_false(array_agg(row.*::stakebook.event)) INTO bad FROM fresh AS row;
  IF bad IS NOT NULL THEN
    RAISE EXCEPTION 'the hashes of seq % do not follow from what it says', bad
      USING ERRCODE = 'SB002';
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
  FOR level IN 1..63 LOOP
    IF (stand.seq >> (level - 1)) & 1 = 1 THEN
      stand.root := CASE
        WHEN stand.root IS NULL THEN stand.parts[level]
        ELSE sha256('\x01'::bytea || stand.parts[level] || stand.root)
      END;
    END IF;
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

CREATE TRIGGER event_inserted
AFTER INSERT ON stakebook.event
REFERENCING NEW TABLE AS fresh
FOR EACH STATEMENT EXECUTE FUNCTION stakebook.event_inserted();

CREATE FUNCTION stakebook.refuse() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'SB003';
END
$$;

-- The one change there is: all content becomes NULL, nothing else moves, and a later event.redacted
-- names the event.
CREATE FUNCTION stakebook.event_updated() RETURNS trigger
LANGUAGE plpgsql
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

CREATE TRIGGER event_updated
BEFORE UPDATE ON stakebook.event
FOR EACH ROW EXECUTE FUNCTION stakebook.event_updated();

CREATE TRIGGER event_deleted
BEFORE DELETE OR TRUNCATE ON stakebook.event
FOR EACH STATEMENT EXECUTE FUNCTION stakebook.refuse();

-- The head goes where the log goes, and nowhere else.
CREATE FUNCTION stakebook.head_updated() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF NEW.ledger = OLD.ledger AND NEW.seq > OLD.seq
    AND NEW.seq = (SELECT max(seq) FROM stakebook.event)
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'the log is append-only: its head cannot be moved' USING ERRCODE = 'SB003';
END
$$;

CREATE TRIGGER head_updated
BEFORE UPDATE ON stakebook.head
FOR EACH ROW EXECUTE FUNCTION stakebook.head_updated();

CREATE TRIGGER head_deleted
BEFORE DELETE OR TRUNCATE ON stakebook.head
FOR EACH STATEMENT EXECUTE FUNCTION stakebook.refuse();

CREATE FUNCTION stakebook.document_deleted() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT FROM stakebook.event WHERE strpos(event.sources, OLD.sha256) > 0) THEN
    RAISE EXCEPTION 'documents are append-only: an event names this one' USING ERRCODE = 'SB003';
  END IF;
  RETURN OLD;
END
$$;

CREATE TRIGGER document_deleted
BEFORE DELETE ON stakebook.document
FOR EACH ROW EXECUTE FUNCTION stakebook.document_deleted();

CREATE TRIGGER document_updated
BEFORE UPDATE OR TRUNCATE ON stakebook.document
FOR EACH STATEMENT EXECUTE FUNCTION stakebook.refuse();

CREATE TRIGGER checkpoint_updated
BEFORE UPDATE OR DELETE OR TRUNCATE ON stakebook.checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION stakebook.refuse();

-- Locks the head until the transaction ends, and tells where it stands and what time it is here.
CREATE FUNCTION stakebook.lock(
  OUT ledger text, OUT seq bigint, OUT recorded_at text, OUT root bytea, OUT clock text
)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  SELECT head.ledger, head.seq, head.recorded_at, head.root
  INTO STRICT ledger, seq, recorded_at, root
  FROM stakebook.head FOR UPDATE;
  clock := stakebook.instant(clock_timestamp());
END
$$;

-- Takes events, numbered and hashed by who pushes them, as a JSON array of rows.
CREATE FUNCTION stakebook.push(rows json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stand stakebook.head;
  bad record;
BEGIN
  SELECT * INTO STRICT stand FROM stakebook.head FOR UPDATE;
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

-- Takes a document that the event of a seq names.
CREATE FUNCTION stakebook.keep(name text, content bytea, naming bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  -- Not beside an erasure, which would not see it.
  PERFORM 1 FROM stakebook.head FOR UPDATE;
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
CREATE FUNCTION stakebook.publish(note text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  stand stakebook.head;
BEGIN
  SELECT * INTO STRICT stand FROM stakebook.head FOR UPDATE;
  IF split_part(note, chr(10), 2) <> stand.seq::text
    OR split_part(note, chr(10), 3) <> encode(stand.root, 'base64')
  THEN
    RAISE EXCEPTION 'the note is not over the head as it stands' USING ERRCODE = 'SB001';
  END IF;
  INSERT INTO stakebook.checkpoint (size, root, note, published_by)
  VALUES (stand.seq, stand.root, note, session_user);
END
$$;

REVOKE ALL ON SCHEMA stakebook FROM PUBLIC;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA stakebook FROM PUBLIC;

GRANT USAGE ON SCHEMA stakebook TO stakebook_reader;

GRANT SELECT ON ALL TABLES IN SCHEMA stakebook TO stakebook_reader;

GRANT EXECUTE ON FUNCTION stakebook.lock(), stakebook.push(json), stakebook.keep(text, bytea, bigint),
  stakebook.publish(text) TO stakebook_writer;
