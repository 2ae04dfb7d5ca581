-- A linked ledger is a copy of a hub's log. Beside the log stand the link, what this desk has said that
-- the hub has not yet, and what was found where a hub told another story than before. None of it is an
-- event, and nothing of it ever enters the log but by the hub.

-- The hub, for whom it takes this desk, and its newest state that was seen and found to hold: so many
-- events, and the roots of the whole parts of the tree over their leaves, the largest first.
CREATE TABLE hub_link (
  place INTEGER PRIMARY KEY CHECK (place = 1),
  url TEXT NOT NULL,
  actor TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq >= 0),
  parts BLOB NOT NULL CHECK (length(parts) % 32 = 0),
  -- The last of the hub's signed checkpoints that was compared.
  checkpoint INTEGER NOT NULL DEFAULT 0 CHECK (checkpoint >= 0)
) STRICT;

-- What the desk had seen, and what the hub then said, of a log that may only grow.
CREATE TABLE hub_evidence (
  place INTEGER PRIMARY KEY,
  found_at TEXT NOT NULL CHECK (length(found_at) = 27),
  url TEXT NOT NULL,
  sentence TEXT NOT NULL,
  own_size INTEGER NOT NULL,
  own_root BLOB NOT NULL CHECK (length(own_root) = 32),
  hub_size INTEGER NOT NULL,
  hub_root BLOB NOT NULL CHECK (length(hub_root) = 32)
) STRICT;

-- What is recorded together or not at all. Where streams must stand before is an object of versions by
-- stream; why the hub's log has no place for it is what was said when it was pushed last.
CREATE TABLE outbox (
  batch INTEGER PRIMARY KEY,
  made_at TEXT NOT NULL CHECK (length(made_at) = 27),
  expecting TEXT CHECK (expecting IS NULL OR json_valid(expecting)),
  refused TEXT
) STRICT;

-- A line as an import reads it, and the hash that its content keeps under its salt wherever it is
-- recorded. It has no seq, no version, no time and no leaf: those are the hub's to give.
CREATE TABLE outbox_draft (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36),
  batch INTEGER NOT NULL,
  place INTEGER NOT NULL CHECK (place > 0),
  line TEXT NOT NULL CHECK (json_valid(line)),
  salt BLOB NOT NULL CHECK (length(salt) = 16),
  content_hash BLOB NOT NULL CHECK (length(content_hash) = 32)
) STRICT;

CREATE UNIQUE INDEX outbox_draft_place ON outbox_draft (batch, place);

CREATE TABLE outbox_document (
  sha256 TEXT NOT NULL PRIMARY KEY
    CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 67108864)
) STRICT;
