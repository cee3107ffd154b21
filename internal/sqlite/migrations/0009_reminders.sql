-- What people asked to be reminded of: at a moment, or some time before a task is
-- due. ended_at: it was told, or there was nothing to tell any more.

CREATE TABLE reminders (
	id             TEXT PRIMARY KEY,
	user           TEXT    NOT NULL REFERENCES users (id),
	task           TEXT    NOT NULL,
	at             INTEGER,
	before_seconds INTEGER,
	created_at     INTEGER NOT NULL,
	ended_at       INTEGER
) WITHOUT ROWID;
CREATE INDEX reminders_user ON reminders (user, task) WHERE ended_at IS NULL;
CREATE INDEX reminders_at ON reminders (at) WHERE ended_at IS NULL AND at IS NOT NULL;
CREATE INDEX reminders_before ON reminders (task) WHERE ended_at IS NULL AND before_seconds IS NOT NULL;
