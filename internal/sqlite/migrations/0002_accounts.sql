-- People, their sessions and tokens, and their teams. Secrets are kept as
-- SHA-256 hashes only, passwords as argon2id.

CREATE TABLE users (
	id          TEXT PRIMARY KEY,
	email       TEXT    NOT NULL COLLATE NOCASE UNIQUE,
	name        TEXT    NOT NULL,
	handle      TEXT    NOT NULL COLLATE NOCASE UNIQUE,
	password    TEXT    NOT NULL,
	avatar      TEXT,
	time_zone   TEXT    NOT NULL,
	locale      TEXT    NOT NULL,
	admin       INTEGER NOT NULL,
	created_at  INTEGER NOT NULL,
	disabled_at INTEGER
) WITHOUT ROWID;

CREATE TABLE sessions (
	id         TEXT PRIMARY KEY,
	hash       BLOB    NOT NULL UNIQUE,
	user       TEXT    NOT NULL,
	device     TEXT    NOT NULL,
	address    TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	used_at    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user);

CREATE TABLE tokens (
	id         TEXT PRIMARY KEY,
	hash       BLOB    NOT NULL UNIQUE,
	user       TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	expires_at INTEGER,
	used_at    INTEGER
) WITHOUT ROWID;
CREATE INDEX tokens_user ON tokens (user);

CREATE TABLE teams (
	id         TEXT PRIMARY KEY,
	name       TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	deleted_at INTEGER
) WITHOUT ROWID;

CREATE TABLE team_members (
	team TEXT NOT NULL,
	user TEXT NOT NULL,
	role TEXT NOT NULL,
	PRIMARY KEY (team, user)
) WITHOUT ROWID;
CREATE INDEX team_members_user ON team_members (user);

-- Answers to writes outside projects, so that a repeated key repeats its answer.
CREATE TABLE idempotency (
	user   TEXT    NOT NULL,
	key    TEXT    NOT NULL,
	hash   BLOB    NOT NULL,
	status INTEGER NOT NULL,
	body   BLOB    NOT NULL,
	at     INTEGER NOT NULL,
	PRIMARY KEY (user, key)
) WITHOUT ROWID;

-- What was imported where, so that the same file brings nothing twice.
CREATE TABLE imports (
	team        TEXT NOT NULL,
	source      TEXT NOT NULL,
	external_id TEXT NOT NULL,
	project     TEXT NOT NULL,
	report      TEXT NOT NULL,
	PRIMARY KEY (team, source, external_id)
) WITHOUT ROWID;
