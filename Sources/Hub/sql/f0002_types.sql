-- What hubs that were made before have not.

-- The types of events that every desk of this hub can read: those of the Stakebook that made it or brought
-- it up to date last. What is of another type is refused.
CREATE TABLE type (
  name TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_type_known
BEFORE INSERT ON event
WHEN NEW.type NOT IN (SELECT name FROM type)
BEGIN
  SELECT RAISE(ABORT, 'this hub does not know the type');
END;
