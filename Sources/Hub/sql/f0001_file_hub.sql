-- A hub in one SQLite file: the order of a log that many desks share, on one machine.
--
-- The same tables and guards as on PostgreSQL (p0001_hub.sql), as far as SQLite has them: it knows no
-- sessions and no SHA-256, so that roles are the file's own, and hashes are checked by who writes.

-- Which log it is, and where it stands: the one row that every push changes.
CREATE TABLE head (
  place INTEGER PRIMARY KEY CHECK (place = 1),
  ledger TEXT NOT NULL CHECK (length(ledger) = 36),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  recorded_at TEXT NOT NULL,
  -- The roots of the whole parts of the tree over the leaves, the largest first.
  parts BLOB NOT NULL CHECK (length(parts) % 32 = 0),
  root BLOB NOT NULL CHECK (length(root) = 32)
) STRICT;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  id TEXT NOT NULL CHECK (length(id) = 36),
  stream TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version > 0),
  type TEXT NOT NULL,
  effective TEXT NOT NULL,
  effective_earliest TEXT,
  effective_latest TEXT,
  recorded_at TEXT NOT NULL CHECK (length(recorded_at) = 27),
  status TEXT NOT NULL
    CHECK (status IN ('confirmed', 'reported', 'estimated', 'rumoured', 'denied')),
  data TEXT CHECK (data IS NULL OR json_valid(data)),
  sources TEXT CHECK (sources IS NULL OR json_valid(sources)),
  actor TEXT,
  note TEXT,
  correlation_id TEXT,
  causation_id TEXT,
  salt BLOB CHECK (length(salt) = 16),
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
  leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32),
  -- The effective text means a first and a last day, or none at all.
  CHECK ((effective_earliest IS NULL) = (effective_latest IS NULL)),
  CHECK (effective_earliest IS NULL OR effective_earliest <= effective_latest),
  -- All there, or all erased.
  CHECK (
    (data IS NOT NULL AND salt IS NOT NULL)
    OR (
      data IS NULL AND salt IS NULL AND sources IS NULL AND actor IS NULL
      AND note IS NULL AND correlation_id IS NULL AND causation_id IS NULL
    )
  )
) STRICT;

CREATE UNIQUE INDEX event_id ON event (id);

CREATE UNIQUE INDEX event_stream ON event (stream, version);

CREATE INDEX event_type ON event (type, seq);

CREATE INDEX event_recorded ON event (recorded_at, seq);

-- INSERT OR REPLACE would delete the old row without running a delete trigger, so uniqueness is
-- asked for before the row goes in.
CREATE TRIGGER event_insert
BEFORE INSERT ON event
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: seq must be the next one')
  WHERE NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event);
  SELECT RAISE(ABORT, 'the log is append-only: this id is already recorded')
  WHERE EXISTS (SELECT 1 FROM event WHERE id = NEW.id);
  SELECT RAISE(ABORT, 'the log is append-only: version must be the next of its stream')
  WHERE NEW.version IS NOT (
    SELECT coalesce(max(version), 0) + 1 FROM event WHERE stream = NEW.stream
  );
  SELECT RAISE(ABORT, 'the log is append-only: recorded_at must not decrease')
  WHERE NEW.recorded_at < (SELECT recorded_at FROM event ORDER BY seq DESC LIMIT 1);
END;

CREATE TRIGGER event_delete
BEFORE DELETE ON event
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: an event cannot be deleted');
END;

-- The one change there is: content and salt become NULL, nothing else moves, and a later
-- event.redacted names the event.
CREATE TRIGGER event_update
BEFORE UPDATE ON event
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: an event cannot be changed')
  WHERE NOT (
    NEW.seq IS OLD.seq
    AND NEW.id IS OLD.id
    AND NEW.stream IS OLD.stream
    AND NEW.version IS OLD.version
    AND NEW.type IS OLD.type
    AND NEW.effective IS OLD.effective
    AND NEW.effective_earliest IS OLD.effective_earliest
    AND NEW.effective_latest IS OLD.effective_latest
    AND NEW.recorded_at IS OLD.recorded_at
    AND NEW.status IS OLD.status
    AND NEW.content_hash IS OLD.content_hash
    AND NEW.leaf_hash IS OLD.leaf_hash
    AND OLD.data IS NOT NULL
    AND NEW.data IS NULL
    AND NEW.salt IS NULL
    AND EXISTS (
      SELECT 1
      FROM event AS redaction
      WHERE redaction.type = 'event.redacted'
      AND redaction.seq > OLD.seq
      AND json_extract(redaction.data, '$.event') = OLD.id
    )
  );
END;

-- Erasure travels as an event: what it names is erased as it comes in, with the documents that no other
-- event names.
CREATE TRIGGER event_erase
AFTER INSERT ON event
WHEN NEW.type = 'event.redacted'
BEGIN
  UPDATE event
  SET data = NULL, sources = NULL, actor = NULL, note = NULL, correlation_id = NULL,
    causation_id = NULL, salt = NULL
  WHERE id = json_extract(NEW.data, '$.event')
  AND data IS NOT NULL;
END;

CREATE TRIGGER event_erased
AFTER UPDATE ON event
WHEN OLD.data IS NOT NULL AND NEW.data IS NULL
BEGIN
  DELETE FROM document
  WHERE sha256 IN (SELECT source.value ->> 'sha256' FROM json_each(OLD.sources) AS source)
  AND NOT EXISTS (SELECT 1 FROM event WHERE instr(event.sources, document.sha256) > 0);
END;

-- Signed notes over the head as it was when they came in, each as its author wrote it.
CREATE TABLE checkpoint (
  place INTEGER PRIMARY KEY,
  size INTEGER NOT NULL CHECK (size >= 0),
  root BLOB NOT NULL CHECK (length(root) = 32),
  note TEXT NOT NULL,
  published_by TEXT NOT NULL
) STRICT;

CREATE TRIGGER checkpoint_update
BEFORE UPDATE ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'checkpoints are append-only: one cannot be changed');
END;

CREATE TRIGGER checkpoint_delete
BEFORE DELETE ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'checkpoints are append-only: one cannot be deleted');
END;

CREATE TABLE document (
  sha256 TEXT NOT NULL PRIMARY KEY
    CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 67108864)
) STRICT;

-- INSERT OR REPLACE would delete the old row without running a delete trigger.
CREATE TRIGGER document_insert
BEFORE INSERT ON document
BEGIN
  SELECT RAISE(ABORT, 'documents are append-only: this one is already kept')
  WHERE EXISTS (SELECT 1 FROM document WHERE sha256 = NEW.sha256);
END;

CREATE TRIGGER document_update
BEFORE UPDATE ON document
BEGIN
  SELECT RAISE(ABORT, 'documents are append-only: one cannot be changed');
END;

CREATE TRIGGER document_delete
BEFORE DELETE ON document
BEGIN
  SELECT RAISE(ABORT, 'documents are append-only: an event names this one')
  WHERE EXISTS (
    SELECT 1
    FROM event
    JOIN json_each(event.sources) AS source
    WHERE instr(event.sources, OLD.sha256) > 0
    AND source.value ->> 'sha256' = OLD.sha256
  );
END;
