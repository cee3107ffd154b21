-- Accounts, sessions, tokens and teams. Secrets are stored as SHA-256 only.

CREATE TABLE users (
	id          TEXT PRIMARY KEY,
	name        TEXT    NOT NULL,
	handle      TEXT    NOT NULL UNIQUE,
	email       TEXT    NOT NULL, -- as it was typed
	email_key   TEXT    NOT NULL UNIQUE, -- as it is compared
	avatar      TEXT,
	time_zone   TEXT    NOT NULL,
	locale      TEXT    NOT NULL,
	password    TEXT    NOT NULL, -- argon2id; '' where there is none
	admin       INTEGER NOT NULL, -- of the instance
	created_at  INTEGER NOT NULL,
	disabled_at INTEGER
) WITHOUT ROWID;

CREATE TABLE sessions (
	id         TEXT PRIMARY KEY,
	user       TEXT    NOT NULL REFERENCES users (id),
	hash       BLOB    NOT NULL UNIQUE,
	agent      TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	seen_at    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX sessions_user ON sessions (user);

CREATE TABLE tokens (
	id           TEXT PRIMARY KEY,
	user         TEXT    NOT NULL REFERENCES users (id),
	hash         BLOB    NOT NULL UNIQUE,
	name         TEXT    NOT NULL,
	created_at   INTEGER NOT NULL,
	expires_at   INTEGER,
	last_used_at INTEGER
) WITHOUT ROWID;
CREATE INDEX tokens_user ON tokens (user);

-- Browsers from which somebody has signed in: who tries passwords elsewhere
-- cannot keep them out.
CREATE TABLE devices (
	user    TEXT    NOT NULL REFERENCES users (id),
	hash    BLOB    NOT NULL,
	seen_at INTEGER NOT NULL,
	PRIMARY KEY (user, hash)
) WITHOUT ROWID;

-- What has been revoked, for whoever holds a socket open on it: triggers write
-- here, so that no way of ending a session can forget it (L4).
CREATE TABLE revocations (
	number INTEGER PRIMARY KEY AUTOINCREMENT,
	right  TEXT NOT NULL, -- the id of a session or token
	user   TEXT NOT NULL
);
CREATE TRIGGER session_ended AFTER DELETE ON sessions BEGIN
	INSERT INTO revocations (right, user) VALUES (OLD.id, OLD.user);
END;
CREATE TRIGGER token_ended AFTER DELETE ON tokens BEGIN
	INSERT INTO revocations (right, user) VALUES (OLD.id, OLD.user);
END;
CREATE TRIGGER user_disabled AFTER UPDATE OF disabled_at ON users WHEN NEW.disabled_at IS NOT NULL BEGIN
	DELETE FROM sessions WHERE user = NEW.id;
	INSERT INTO revocations (right, user) SELECT id, user FROM tokens WHERE user = NEW.id;
END;

CREATE TABLE teams (
	id         TEXT PRIMARY KEY,
	name       TEXT    NOT NULL,
	created_at INTEGER NOT NULL,
	deleted_at INTEGER
) WITHOUT ROWID;

CREATE TABLE team_members (
	team      TEXT    NOT NULL REFERENCES teams (id),
	user      TEXT    NOT NULL REFERENCES users (id),
	role      TEXT    NOT NULL,
	joined_at INTEGER NOT NULL,
	PRIMARY KEY (team, user)
) WITHOUT ROWID;
CREATE INDEX team_members_user ON team_members (user);

-- Projects whose members may differ from what their team gives, until a
-- member.sync has taken effect. Written with the change itself, so that a crash
-- in between leaves nobody with access that was taken away.
CREATE TABLE stale_projects (
	project TEXT PRIMARY KEY,
	version INTEGER NOT NULL, -- grows with each change, so that none is taken for settled too early
	actor   TEXT    NOT NULL  -- who changed it last
) WITHOUT ROWID;

-- Answers to writes outside projects, by command id; status 0: it took effect,
-- and its answer is not kept.
CREATE TABLE idempotency (
	user    TEXT    NOT NULL,
	key     TEXT    NOT NULL,
	hash    BLOB    NOT NULL,
	status  INTEGER NOT NULL,
	body    BLOB,
	made_at INTEGER NOT NULL,
	PRIMARY KEY (user, key)
) WITHOUT ROWID;
CREATE INDEX idempotency_age ON idempotency (made_at);
