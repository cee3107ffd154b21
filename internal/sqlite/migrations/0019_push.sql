-- Browsers that are told by Web Push, as long as the session lives in which that was
-- switched on; a trigger ends them, so that no way of ending a session can forget it.

CREATE TABLE push_devices (
	id         TEXT PRIMARY KEY,
	user       TEXT    NOT NULL REFERENCES users (id),
	session    TEXT    NOT NULL,
	agent      TEXT    NOT NULL, -- as the browser calls itself
	endpoint   TEXT    NOT NULL UNIQUE,
	p256dh     TEXT    NOT NULL,
	auth       TEXT    NOT NULL,
	created_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX push_devices_user ON push_devices (user);
CREATE INDEX push_devices_session ON push_devices (session);

-- The outbox of before, with the device that a row is for.
CREATE TABLE outbox_of_devices (
	notification TEXT    NOT NULL,
	channel      TEXT    NOT NULL, -- mail or push
	device       TEXT    NOT NULL, -- '' for mail
	user         TEXT    NOT NULL,
	created_at   INTEGER NOT NULL,
	batch        TEXT    NOT NULL, -- what goes out together, once it was tried; '' before
	parked       INTEGER NOT NULL, -- it failed too often: an administrator decides
	tries        INTEGER NOT NULL,
	next_at      INTEGER NOT NULL, -- not tried before
	error        TEXT    NOT NULL, -- of the last try
	PRIMARY KEY (notification, channel, device)
) WITHOUT ROWID;
INSERT INTO outbox_of_devices SELECT notification, channel, '', user, created_at, batch, parked, tries, next_at, error FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_of_devices RENAME TO outbox;
CREATE INDEX outbox_message ON outbox (parked, user, channel, device, batch);
CREATE INDEX outbox_device ON outbox (device) WHERE device <> '';

CREATE TRIGGER session_with_device_ended AFTER DELETE ON sessions BEGIN
	DELETE FROM push_devices WHERE session = OLD.id;
END;
CREATE TRIGGER push_device_ended AFTER DELETE ON push_devices BEGIN
	DELETE FROM outbox WHERE device = OLD.id AND device <> '';
END;

ALTER TABLE notification_settings ADD COLUMN push INTEGER NOT NULL DEFAULT 1;
