-- Invitations, public links and their visitors, and what people still have to
-- hear of their teams. Secrets are stored as SHA-256 only.

ALTER TABLE projects ADD COLUMN link TEXT; -- the public link as the journal last told it, JSON

ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT ''; -- from which it was last used

CREATE TABLE invites (
	id         TEXT PRIMARY KEY,
	team       TEXT    NOT NULL REFERENCES teams (id),
	email      TEXT, -- only who has this address may accept; NULL: whoever has the link
	role       TEXT    NOT NULL,
	hash       BLOB    NOT NULL UNIQUE,
	created_by TEXT    NOT NULL REFERENCES users (id),
	created_at INTEGER NOT NULL,
	expires_at INTEGER NOT NULL,
	ended_at   INTEGER,
	ended      TEXT -- accepted, declined or revoked
) WITHOUT ROWID;
CREATE INDEX invites_team ON invites (team);
CREATE INDEX invites_maker ON invites (created_by);

-- What only the server knows of a public link. Which one counts, the journal
-- says: that of the project. Changing one makes a row with another id.
CREATE TABLE links (
	id         TEXT PRIMARY KEY,
	project    TEXT    NOT NULL,
	hash       BLOB    NOT NULL,
	password   TEXT    NOT NULL, -- argon2id; '' where there is none
	created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX links_hash ON links (hash);
CREATE INDEX links_project ON links (project);

-- Browsers that have opened a public link.
CREATE TABLE visits (
	hash       BLOB PRIMARY KEY,
	link       TEXT    NOT NULL REFERENCES links (id) ON DELETE CASCADE,
	created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX visits_link ON visits (link);

-- People who have not been told yet that a team of theirs has changed. Written
-- with the change, so that a crash in between leaves nobody uninformed.
CREATE TABLE stale_people (
	user    TEXT    NOT NULL,
	team    TEXT    NOT NULL,
	version INTEGER NOT NULL,
	actor   TEXT    NOT NULL,
	PRIMARY KEY (user, team)
) WITHOUT ROWID;
