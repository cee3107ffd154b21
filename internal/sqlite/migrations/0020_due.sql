-- At what hour people are told of what is due, NULL: never; and up to which moment
-- they were told. Of what was due before this, nobody is told.

ALTER TABLE notification_settings ADD COLUMN due_hour INTEGER DEFAULT 9;

CREATE TABLE due_position (
	at INTEGER NOT NULL
);
INSERT INTO due_position (at) SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER);

CREATE INDEX tasks_due ON tasks (due_date) WHERE completed_at IS NULL AND archived_at IS NULL AND deleted_at IS NULL;
