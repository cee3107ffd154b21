-- Files on tasks and comments, and those that are on their way here. Their bytes
-- are in the store of files, by their SHA-256.

CREATE TABLE attachments (
	id               TEXT PRIMARY KEY,
	project          TEXT    NOT NULL,
	task             TEXT    NOT NULL,
	comment          TEXT,
	uploader         TEXT    NOT NULL,
	name             TEXT    NOT NULL,
	size             INTEGER NOT NULL,
	mime             TEXT    NOT NULL,
	sha256           TEXT    NOT NULL,
	width            INTEGER,
	height           INTEGER,
	kind             TEXT    NOT NULL,
	duration_seconds INTEGER,
	created_at       INTEGER NOT NULL,
	deleted_at       INTEGER
) WITHOUT ROWID;
CREATE INDEX attachments_task ON attachments (task);
CREATE INDEX attachments_project ON attachments (project);
CREATE INDEX attachments_sha256 ON attachments (sha256);

CREATE TABLE uploads (
	id         TEXT PRIMARY KEY,
	owner      TEXT    NOT NULL,
	project    TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	size       INTEGER NOT NULL,
	received   INTEGER NOT NULL, -- bytes that are here durably
	hash       BLOB,             -- the state of SHA-256 after them
	sha256     TEXT    NOT NULL, -- of all of it; before it is whole what it must be, '' for any
	file       TEXT,             -- a File, JSON; NULL: it is not whole
	expires_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX uploads_owner ON uploads (owner);
CREATE INDEX uploads_project ON uploads (project);
CREATE INDEX uploads_expires ON uploads (expires_at);
