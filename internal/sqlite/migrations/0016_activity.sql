-- What happened in projects, for people to read: taken over from the journals.
CREATE TABLE activity_positions (
	stream INTEGER PRIMARY KEY, -- number of a project's stream
	seq    INTEGER NOT NULL     -- the last entry that was taken over
);

CREATE TABLE activity (
	stream  INTEGER NOT NULL,
	seq     INTEGER NOT NULL,
	part    INTEGER NOT NULL, -- counts within the entry
	at      INTEGER NOT NULL,
	actor   TEXT    NOT NULL,
	kind    TEXT    NOT NULL,
	deed    TEXT    NOT NULL,
	task    TEXT,
	field   TEXT    NOT NULL,
	detail  TEXT    NOT NULL, -- thing, from, to, added, removed: JSON
	PRIMARY KEY (stream, seq, part)
) WITHOUT ROWID;
CREATE INDEX activity_task ON activity (task) WHERE task IS NOT NULL;

-- What was known of things at that position, from which the values before come.
CREATE TABLE activity_known (
	stream INTEGER NOT NULL,
	kind   TEXT    NOT NULL,
	id     TEXT    NOT NULL,
	facts  TEXT    NOT NULL, -- JSON, without descriptions and comments' texts
	PRIMARY KEY (stream, kind, id)
) WITHOUT ROWID;

-- How far people have seen projects; nobody sees others'.
CREATE TABLE looks (
	user    TEXT    NOT NULL REFERENCES users (id),
	project TEXT    NOT NULL,
	seq     INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	PRIMARY KEY (user, project)
) WITHOUT ROWID;

-- A task that came from another project keeps its past.
CREATE INDEX tasks_moved ON tasks (moved_to) WHERE moved_to <> '';
