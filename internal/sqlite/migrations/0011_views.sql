-- Saved views. Those shared with a project are rows of `tables`, replayed from its
-- journal; one's own are rows only, like reminders. The filter is JSON, NULL: all.

CREATE TABLE views (
	id         TEXT PRIMARY KEY,
	project    TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	layout     TEXT    NOT NULL,
	filter     TEXT,
	group_by   TEXT,
	sort_by    TEXT,
	created_by TEXT    NOT NULL,
	created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX views_project ON views (project);

CREATE TABLE own_views (
	id         TEXT PRIMARY KEY,
	project    TEXT    NOT NULL,
	name       TEXT    NOT NULL,
	layout     TEXT    NOT NULL,
	filter     TEXT,
	group_by   TEXT,
	sort_by    TEXT,
	created_by TEXT    NOT NULL REFERENCES users (id),
	created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX own_views_person ON own_views (created_by, project);
