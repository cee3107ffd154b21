-- Templates of tasks; what their tasks begin with is JSON.

CREATE TABLE templates (
	id      TEXT PRIMARY KEY,
	project TEXT NOT NULL,
	name    TEXT NOT NULL,
	task    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX templates_project ON templates (project);
