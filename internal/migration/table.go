package migration

// Type is how a value is kept in each kind of store. Any may be null.
type Type int

// The types. In a Record they are string, int64 (of instants milliseconds), []byte
// and bool; JSON is a string of it, in one way of writing.
const (
	Text Type = iota
	Number
	Instant // a date where there are dates
	Bytes
	Flag
	JSON // of what is a document where there are documents
)

// Field is one value of a record: under its name in documents, in columns as SQL has it.
type Field struct {
	Name, Column string
	Type         Type
}

// Table is one kind of record. The first Keys fields name it.
type Table struct {
	Name   string // of the table
	Of     string // of the collection; as the table where ""
	Keys   int
	Fields []Field
	Only   string // a condition in SQL, of which rows are meant; "" for all
}

// Collection is where its documents are.
func (t *Table) Collection() string {
	if t.Of != "" {
		return t.Of
	}
	return t.Name
}

// Record has the values of a table's fields, in their order.
type Record []any

// Key is what names a record.
func (t *Table) Key(r Record) Record { return r[:t.Keys] }

func text(name, column string) Field    { return Field{name, column, Text} }
func number(name, column string) Field  { return Field{name, column, Number} }
func instant(name, column string) Field { return Field{name, column, Instant} }
func bytes(name, column string) Field   { return Field{name, column, Bytes} }
func flag(name, column string) Field    { return Field{name, column, Flag} }
func object(name, column string) Field  { return Field{name, column, JSON} }

// Tables are all that is kept outside the journals and is not made of them. What is
// made of them is made anew: rows of projects, activity and search. Sockets that
// are to be told that a right ended are none while nothing is served.
var Tables = []Table{
	{Name: "users", Keys: 1, Fields: []Field{
		text("_id", "id"), text("name", "name"), text("handle", "handle"), text("email", "email"), text("emailKey", "email_key"), text("avatar", "avatar"),
		text("timeZone", "time_zone"), text("locale", "locale"), text("password", "password"), flag("admin", "admin"), instant("createdAt", "created_at"),
		instant("disabledAt", "disabled_at"), number("weekStart", "week_start"),
	}},
	{Name: "sessions", Keys: 1, Fields: []Field{
		text("_id", "id"), text("user", "user"), bytes("hash", "hash"), text("agent", "agent"), text("address", "address"), instant("createdAt", "created_at"),
		instant("seenAt", "seen_at"),
	}},
	{Name: "tokens", Keys: 1, Fields: []Field{
		text("_id", "id"), text("user", "user"), bytes("hash", "hash"), text("name", "name"), instant("createdAt", "created_at"), instant("expiresAt", "expires_at"),
		instant("lastUsedAt", "last_used_at"),
	}},
	{Name: "devices", Keys: 2, Fields: []Field{text("user", "user"), bytes("hash", "hash"), instant("seenAt", "seen_at")}},
	{Name: "teams", Keys: 1, Fields: []Field{
		text("_id", "id"), text("name", "name"), instant("createdAt", "created_at"), instant("deletedAt", "deleted_at"),
	}},
	{Name: "team_members", Keys: 2, Fields: []Field{text("team", "team"), text("user", "user"), text("role", "role"), instant("joinedAt", "joined_at")}},
	{Name: "invites", Keys: 1, Fields: []Field{
		text("_id", "id"), text("team", "team"), text("email", "email"), text("role", "role"), bytes("hash", "hash"), text("createdBy", "created_by"),
		instant("createdAt", "created_at"), instant("expiresAt", "expires_at"), instant("endedAt", "ended_at"), text("ended", "ended"),
	}},
	{Name: "links", Keys: 1, Fields: []Field{
		text("_id", "id"), text("project", "project"), bytes("hash", "hash"), text("password", "password"), instant("createdAt", "created_at"),
	}},
	{Name: "visits", Keys: 1, Fields: []Field{bytes("_id", "hash"), text("link", "link"), instant("createdAt", "created_at")}},
	{Name: "stale_projects", Keys: 1, Fields: []Field{text("project", "project"), number("version", "version"), text("actor", "actor")}},
	{Name: "stale_people", Keys: 2, Fields: []Field{text("user", "user"), text("team", "team"), number("version", "version"), text("actor", "actor")}},
	{Name: "idempotency", Of: "answers", Keys: 2, Fields: []Field{
		text("user", "user"), text("key", "key"), bytes("hash", "hash"), number("status", "status"), bytes("body", "body"), instant("madeAt", "made_at"),
	}},
	{Name: "audit", Keys: 1, Fields: []Field{
		number("number", "number"), instant("at", "at"), text("kind", "kind"), text("actor", "actor"), text("team", "team"), text("project", "project"),
		text("subject", "subject"), text("address", "address"), object("detail", "detail"),
	}},
	{Name: "secrets", Keys: 1, Fields: []Field{text("_id", "name"), bytes("value", "value")}, Only: "name <> 'copy'"},
	{Name: "projects", Keys: 1, Only: "name = ''", Fields: []Field{ // those that were purged: their ids and keys stay taken
		text("_id", "id"), text("team", "team"), text("key", "key"), text("name", "name"), text("description", "description"), text("visibility", "visibility"),
		object("settings", "settings"), instant("archivedAt", "archived_at"), instant("createdAt", "created_at"), instant("deletedAt", "deleted_at"),
		number("numbers", "numbers"),
	}},
	{Name: "uploads", Keys: 1, Fields: []Field{
		text("_id", "id"), text("owner", "owner"), text("project", "project"), text("name", "name"), number("size", "size"), number("received", "received"),
		bytes("hash", "hash"), text("sha256", "sha256"), object("file", "file"), instant("expiresAt", "expires_at"),
	}},
	{Name: "notifications", Keys: 1, Fields: []Field{
		text("_id", "id"), text("user", "user"), text("reason", "reason"), text("actor", "actor"), text("task", "task"), number("count", "count"),
		text("comment", "comment"), instant("createdAt", "created_at"), instant("readAt", "read_at"), instant("doneAt", "done_at"),
		instant("snoozedUntil", "snoozed_until"), instant("returnedAt", "returned_at"), instant("sortAt", "sort_at"),
	}},
	{Name: "notification_settings", Keys: 1, Fields: []Field{
		text("_id", "user"), text("mail", "mail"), number("digestHour", "digest_hour"), flag("push", "push"), number("dueHour", "due_hour"),
		text("quiet.from", "quiet_from"), text("quiet.to", "quiet_to"),
	}},
	{Name: "push_devices", Keys: 1, Fields: []Field{
		text("_id", "id"), text("user", "user"), text("session", "session"), text("agent", "agent"), instant("createdAt", "created_at"),
		text("subscription.endpoint", "endpoint"), text("subscription.keys.p256dh", "p256dh"), text("subscription.keys.auth", "auth"),
	}},
	{Name: "outbox", Keys: 3, Fields: []Field{
		text("notification", "notification"), text("channel", "channel"), text("device", "device"), text("user", "user"), instant("createdAt", "created_at"),
		text("batch", "batch"), flag("parked", "parked"), number("tries", "tries"), instant("nextAt", "next_at"), text("error", "error"),
	}},
	{Name: "watches", Keys: 2, Fields: []Field{text("user", "user"), text("thing", "thing"), text("level", "level")}},
	{Name: "seen_comments", Keys: 2, Fields: []Field{text("user", "user"), text("task", "task"), instant("at", "at")}},
	{Name: "looks", Keys: 2, Fields: []Field{text("user", "user"), text("project", "project"), number("seq", "seq"), instant("at", "at")}},
	{Name: "own_views", Keys: 1, Fields: []Field{
		text("_id", "id"), text("project", "project"), text("name", "name"), text("layout", "layout"), text("filter", "filter"), text("groupBy", "group_by"),
		text("sortBy", "sort_by"), text("createdBy", "created_by"), instant("createdAt", "created_at"),
	}},
	{Name: "reminders", Keys: 1, Fields: []Field{
		text("_id", "id"), text("user", "user"), text("task", "task"), instant("at", "at"), number("beforeSeconds", "before_seconds"),
		instant("createdAt", "created_at"), instant("endedAt", "ended_at"),
	}},
	{Name: "documents", Keys: 1, Fields: []Field{
		text("_id", "task"), text("base", "base"), number("baseVersion", "base_version"), number("version", "version"), text("mark.known", "known"),
		number("mark.knownSeq", "known_seq"), number("mark.written", "written"),
	}},
	{Name: "document_clients", Keys: 2, Fields: []Field{
		text("task", "task"), text("client", "client"), number("last", "last"), text("user", "actor"), instant("at", "at"),
	}},
	{Name: "document_updates", Keys: 2, Fields: []Field{
		text("task", "task"), number("version", "version"), text("client", "client"), number("number", "number"), text("actor", "actor"),
		object("changes", "changes"), instant("at", "at"),
	}},
	{Name: "notify_positions", Of: "positions", Keys: 1, Fields: []Field{text("stream", "stream"), number("seq", "seq")}},
	{Name: "due_position", Of: "meta", Keys: 0, Fields: []Field{instant("at", "at")}},
}
