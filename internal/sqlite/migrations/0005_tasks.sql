-- What tasks have gained: a time of day, recurrence, links to others, and custom
-- fields. What is no id is JSON.

ALTER TABLE tasks ADD COLUMN due_time TEXT;
ALTER TABLE tasks ADD COLUMN recurrence TEXT;
ALTER TABLE tasks ADD COLUMN blocked_by TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tasks ADD COLUMN related TEXT NOT NULL DEFAULT '[]';
ALTER TABLE tasks ADD COLUMN duplicate_of TEXT;
ALTER TABLE tasks ADD COLUMN fields TEXT NOT NULL DEFAULT '{}';

-- Links are kept on one side and looked for from both; few tasks have any.
CREATE INDEX tasks_blocked_by ON tasks (project, blocked_by) WHERE blocked_by <> '[]';
CREATE INDEX tasks_related ON tasks (related) WHERE related <> '[]';
CREATE INDEX tasks_duplicate_of ON tasks (duplicate_of) WHERE duplicate_of IS NOT NULL;

CREATE TABLE fields (
	id      TEXT PRIMARY KEY,
	project TEXT NOT NULL,
	name    TEXT NOT NULL,
	type    TEXT NOT NULL,
	options TEXT NOT NULL,
	rank    TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX fields_project ON fields (project);
