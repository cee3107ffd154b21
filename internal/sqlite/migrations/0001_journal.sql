-- The journal, and the rows of `tables`, its projection that is applied inside
-- the append. Instants are milliseconds since 1970; lists are JSON.

CREATE TABLE streams (
	number INTEGER PRIMARY KEY,
	id     TEXT    NOT NULL UNIQUE,
	epoch  TEXT    NOT NULL,
	head   INTEGER NOT NULL,
	acl    INTEGER NOT NULL,
	at     INTEGER NOT NULL
);

CREATE TABLE entries (
	stream    INTEGER NOT NULL REFERENCES streams (number),
	seq       INTEGER NOT NULL,
	at        INTEGER NOT NULL,
	actor     TEXT    NOT NULL,
	command   TEXT,
	hash      BLOB,
	operation TEXT,
	acl       INTEGER NOT NULL,
	events    TEXT    NOT NULL,
	UNIQUE (stream, seq),
	UNIQUE (stream, command) -- not a partial index: with one, SQLite prepares the look-up anew for each value
);

-- The commands of atomic groups after the first one, which stands in entries.
CREATE TABLE grouped (
	stream  INTEGER NOT NULL,
	command TEXT    NOT NULL,
	seq     INTEGER NOT NULL,
	hash    BLOB    NOT NULL,
	PRIMARY KEY (stream, command)
) WITHOUT ROWID;

CREATE TABLE projects (
	id          TEXT PRIMARY KEY,
	team        TEXT    NOT NULL,
	key         TEXT    NOT NULL UNIQUE,
	name        TEXT    NOT NULL,
	description TEXT    NOT NULL,
	visibility  TEXT    NOT NULL,
	settings    TEXT    NOT NULL,
	archived_at INTEGER,
	created_at  INTEGER NOT NULL,
	deleted_at  INTEGER,
	numbers     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX projects_team ON projects (team);

CREATE TABLE statuses (
	id          TEXT PRIMARY KEY,
	project     TEXT NOT NULL,
	name        TEXT NOT NULL,
	category    TEXT NOT NULL,
	color       TEXT NOT NULL,
	wip_limit   INTEGER,
	rank        TEXT NOT NULL,
	archived_at INTEGER
) WITHOUT ROWID;
CREATE INDEX statuses_project ON statuses (project);

CREATE TABLE labels (
	id      TEXT PRIMARY KEY,
	project TEXT NOT NULL,
	name    TEXT NOT NULL,
	color   TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX labels_project ON labels (project);

CREATE TABLE members (
	project TEXT NOT NULL,
	user    TEXT NOT NULL,
	role     TEXT NOT NULL,
	own_role TEXT,
	profile  TEXT NOT NULL, -- the User as the journal last told it, JSON
	PRIMARY KEY (project, user)
) WITHOUT ROWID;
CREATE INDEX members_user ON members (user);

CREATE TABLE tasks (
	id               TEXT    NOT NULL UNIQUE,
	project          TEXT    NOT NULL,
	number           INTEGER NOT NULL,
	key              TEXT    NOT NULL,
	title            TEXT    NOT NULL,
	description      TEXT    NOT NULL,
	status           TEXT    NOT NULL,
	rank             TEXT    NOT NULL,
	assignees        TEXT    NOT NULL,
	labels           TEXT    NOT NULL,
	priority         TEXT    NOT NULL,
	start_date       TEXT,
	due_date         TEXT,
	estimate_seconds INTEGER,
	parent           TEXT,
	created_by       TEXT    NOT NULL,
	created_at       INTEGER NOT NULL,
	updated_at       INTEGER NOT NULL,
	completed_at     INTEGER,
	archived_at      INTEGER,
	deleted_at       INTEGER,
	comment_count    INTEGER NOT NULL,
	attachment_count INTEGER NOT NULL,
	spent_seconds    INTEGER NOT NULL,
	seq              INTEGER NOT NULL,
	changes          TEXT,
	UNIQUE (project, number)
);
CREATE INDEX tasks_parent ON tasks (parent) WHERE parent IS NOT NULL;

CREATE TABLE comments (
	id         TEXT PRIMARY KEY,
	project    TEXT    NOT NULL,
	task       TEXT    NOT NULL,
	author     TEXT    NOT NULL,
	body       TEXT    NOT NULL,
	parent     TEXT,
	reactions  TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	edited_at  INTEGER,
	deleted_at INTEGER
);
CREATE INDEX comments_task ON comments (task);
CREATE INDEX comments_project ON comments (project);
