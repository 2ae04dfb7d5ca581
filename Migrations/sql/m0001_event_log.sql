-- The log: one append-only table, and what guards it.
--
-- Every row is an event as it was said. The columns of the leaf (seq, id, stream, version, type,
-- effective, recorded_at, status, content_hash) never change. The content columns and the salt may
-- be erased once, together, when a later `event.redacted` names the event: every leaf still
-- verifies, because it commits to content_hash and not to the content.
--
-- Released files are never edited: a change is a new file.

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
  data TEXT CHECK (json_valid(data)),
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

-- What is not an event and may still not be lost: the ledger's own identity.
CREATE TABLE ledger (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
