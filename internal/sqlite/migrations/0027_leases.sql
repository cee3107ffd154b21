-- Which node does what is done once for all, and until when.

CREATE TABLE leases (
	name   TEXT PRIMARY KEY,
	holder TEXT    NOT NULL,
	fence  INTEGER NOT NULL, -- grows whenever the holder changes
	until  INTEGER NOT NULL
) WITHOUT ROWID;
