-- What was erased says nothing that a desk would have to read: a hub that is made of a log takes an erased event
-- of a type that it does not know.

DROP TRIGGER event_type_known;

CREATE TRIGGER event_type_known
BEFORE INSERT ON event
WHEN NEW.data IS NOT NULL AND NEW.type NOT IN (SELECT name FROM type)
BEGIN
  SELECT RAISE(ABORT, 'this hub does not know the type');
END;
