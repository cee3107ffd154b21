-- Who got in, who was let in and what became of access. A row is written in the
-- transaction of what it tells; numbers are never given twice.

CREATE TABLE audit (
	number  INTEGER PRIMARY KEY AUTOINCREMENT,
	at      INTEGER NOT NULL,
	kind    TEXT    NOT NULL,
	actor   TEXT,
	team    TEXT,
	project TEXT,
	subject TEXT,
	address TEXT,
	detail  TEXT    NOT NULL -- JSON, never a secret
);
CREATE INDEX audit_team ON audit (team, number) WHERE team IS NOT NULL;
CREATE INDEX audit_age ON audit (at);
