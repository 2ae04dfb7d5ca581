-- Events of a hub that this desk cannot read: another program, or a later Stakebook, recorded what the
-- check of this one refuses. They stand in the log without their content, as an erased event does: the
-- order, the ids and the leaves are the hub's, and no reading meets what it cannot read. Why each was
-- taken so is what the check said. One whose erasure was ordered since is an erased event like others.

CREATE TABLE hub_withheld (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  reason TEXT NOT NULL
) STRICT;
