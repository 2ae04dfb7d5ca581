-- A hub in one SQLite file: the order of a log that many desks share, on one machine.
--
-- The log is a ledger's (m0001 to m0003) with its guards; this is what a hub has besides, as on PostgreSQL
-- (p0001_hub.sql) as far as SQLite has it: it knows no sessions and no SHA-256, so that roles are the file's
-- own, and hashes and actors are checked by who writes.

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
