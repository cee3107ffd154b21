-- What people want to hear of, what they were told, and how far each project was
-- told. Notifications are written with the entries of their person's stream.

-- A person's own setting for a task or a project; without a row the usual one counts.
CREATE TABLE watches (
	user  TEXT NOT NULL REFERENCES users (id),
	thing TEXT NOT NULL, -- a task or a project
	level TEXT NOT NULL,
	PRIMARY KEY (user, thing)
) WITHOUT ROWID;
CREATE INDEX watches_thing ON watches (thing);

CREATE TABLE notifications (
	id            TEXT PRIMARY KEY,
	user          TEXT    NOT NULL,
	reason        TEXT    NOT NULL,
	actor         TEXT    NOT NULL,
	task          TEXT    NOT NULL, -- follows it into another project
	count         INTEGER NOT NULL,
	comment       TEXT,
	created_at    INTEGER NOT NULL,
	read_at       INTEGER,
	done_at       INTEGER,
	snoozed_until INTEGER,
	returned_at   INTEGER,
	sort_at       INTEGER NOT NULL -- when it came, or came back
) WITHOUT ROWID;
CREATE INDEX notifications_person ON notifications (user, sort_at, id);
CREATE INDEX notifications_unread ON notifications (user) WHERE read_at IS NULL AND done_at IS NULL AND snoozed_until IS NULL;
CREATE INDEX notifications_snoozed ON notifications (snoozed_until) WHERE snoozed_until IS NOT NULL;
CREATE INDEX notifications_done ON notifications (done_at) WHERE done_at IS NOT NULL;
CREATE INDEX notifications_task ON notifications (task);

CREATE TABLE notify_positions (
	stream INTEGER PRIMARY KEY, -- number of a project's stream
	seq    INTEGER NOT NULL     -- of the last entry that people were told of
);
-- Of what was before, nobody is told now.
INSERT INTO notify_positions (stream, seq) SELECT s.number, s.head FROM streams s JOIN projects p ON p.id = s.id;
