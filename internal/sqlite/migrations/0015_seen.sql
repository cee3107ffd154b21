-- How far people have read the comments on tasks: up to a moment at which one was
-- made. Theirs alone, so rows only, like reminders.

CREATE TABLE seen_comments (
	user TEXT    NOT NULL,
	task TEXT    NOT NULL,
	at   INTEGER NOT NULL,
	PRIMARY KEY (user, task)
) WITHOUT ROWID;
CREATE INDEX seen_comments_task ON seen_comments (task);
