-- Descriptions as they are written together. A document is the text at a version,
-- base, and the updates behind it. known is the description as the journal last had
-- it, known_seq the entry that set it, written the version that the journal has.
-- The table of clients keeps what compacting would forget: which updates came already.

CREATE TABLE documents (
	task         TEXT PRIMARY KEY,
	base         TEXT    NOT NULL,
	base_version INTEGER NOT NULL,
	version      INTEGER NOT NULL,
	known        TEXT    NOT NULL,
	known_seq    INTEGER NOT NULL,
	written      INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX documents_ahead ON documents (task) WHERE written < version;

CREATE TABLE document_updates (
	task    TEXT    NOT NULL,
	version INTEGER NOT NULL,
	client  TEXT    NOT NULL,
	number  INTEGER NOT NULL,
	actor   TEXT    NOT NULL,
	changes TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	PRIMARY KEY (task, version),
	UNIQUE (task, client, number)
) WITHOUT ROWID;

CREATE TABLE document_clients (
	task   TEXT    NOT NULL,
	client TEXT    NOT NULL,
	last   INTEGER NOT NULL,
	actor  TEXT    NOT NULL,
	at     INTEGER NOT NULL,
	PRIMARY KEY (task, client)
) WITHOUT ROWID;
