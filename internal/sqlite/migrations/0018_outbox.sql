-- What goes out of the app: noted with the notification itself, in the transaction
-- of its entry, and taken away when it was sent or is not to be sent any more.

-- How people want to be told outside the app; without a row the usual way counts.
CREATE TABLE notification_settings (
	user        TEXT PRIMARY KEY REFERENCES users (id),
	mail        TEXT    NOT NULL, -- immediate, digest or off
	digest_hour INTEGER NOT NULL,
	quiet_from  TEXT, -- HH:MM; NULL: never quiet
	quiet_to    TEXT
) WITHOUT ROWID;

CREATE TABLE outbox (
	notification TEXT    NOT NULL,
	channel      TEXT    NOT NULL,
	user         TEXT    NOT NULL,
	created_at   INTEGER NOT NULL,
	batch        TEXT    NOT NULL, -- what goes out together, once it was tried; '' before
	parked       INTEGER NOT NULL, -- it failed too often: an administrator decides
	tries        INTEGER NOT NULL,
	next_at      INTEGER NOT NULL, -- not tried before
	error        TEXT    NOT NULL, -- of the last try
	PRIMARY KEY (notification, channel)
) WITHOUT ROWID;
CREATE INDEX outbox_person ON outbox (parked, user, batch);

-- Keys of the instance, made when they are first needed.
CREATE TABLE secrets (
	name  TEXT PRIMARY KEY,
	value BLOB NOT NULL
) WITHOUT ROWID;
