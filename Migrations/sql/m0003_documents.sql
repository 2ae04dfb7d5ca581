-- Documents as evidence: a source names one by its SHA-256, and its bytes lie here once, however
-- many sources name it. No row is ever changed. One that no event names any more, because those that
-- did were erased, may go: so what is kept is what is named.

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
