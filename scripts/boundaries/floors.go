package main

import "strings"

// floors lists the packages from the top of the house to the ground. A package
// imports only from floors below its own; what stands on one floor is strangers.
var floors = [][]string{
	{"cmd/tandem", "bench", "proof"},
	{"internal/app"},
	{"internal/api", "internal/demo", "internal/storetest"},
	{"internal/trello", "internal/web", "internal/projection/*", "internal/sqlite", "internal/mongo", "internal/mongo/mongotest", "internal/inproc", "internal/redis", "internal/s3", "internal/s3/s3test", "internal/trace"},
	{"internal/projection"},
	{"internal/importing/replay"},
	{"internal/answer", "internal/importing", "internal/coedit", "internal/migration"},
	{"internal/journal/journaltest", "internal/blob/blobtest"},
	{"internal/journal"},
	{"internal/push/pushtest"},
	{"internal/auth", "internal/team", "internal/once", "internal/blob", "internal/due", "internal/mail", "internal/push"},
	{"internal/audit", "internal/inbox", "internal/look", "internal/notice", "internal/remind", "internal/starter", "internal/unread", "internal/view", "internal/watch"},
	{"internal/project"},
	{"internal/wire"},
	{"internal/filter/filtertest"},
	{"internal/wire/schema", "internal/filter"},
	{"internal/outbox"},
	{"internal/entry", "internal/config", "internal/words"},
	{"internal/socket/sockettest"},
	{"internal/socket"},
	{"internal/doc/doctest"},
	{"internal/alarm", "internal/doc", "internal/egress", "internal/picture", "internal/fault", "internal/mention", "proof/disk"},
}

// concrete are the packages that only the wiring, the program and tests may name.
var concrete = []string{"internal/sqlite", "internal/mongo", "internal/inproc", "internal/redis", "internal/s3"}

// impure are packages of the standard library that give what cannot be replayed.
var impure = []string{"context", "database/sql", "math/rand", "math/rand/v2", "crypto/rand", "os", "net", "net/http", "log/slog"}

// pure are the packages that get everything passed in, with what they may import
// of our own and what they may not import of the standard library.
var pure = map[string]struct{ ours, never []string }{
	"internal/project": {
		ours:  []string{"internal/entry", "internal/fault", "internal/filter"}, // a saved view holds a filter
		never: impure,
	},
	"internal/doc": {never: impure},
	"internal/filter": { // what the rules import is as pure as they are
		ours:  []string{"internal/entry", "internal/fault", "internal/words"},
		never: impure,
	},
	"internal/notice": {
		ours:  []string{"internal/entry", "internal/mention"},
		never: impure,
	},
}

// floorOf gives the floor of a package, 0 at the top, and false if it has none.
func floorOf(pkg string) (int, bool) {
	for i, floor := range floors {
		for _, name := range floor {
			if parent, any := strings.CutSuffix(name, "/*"); any && strings.HasPrefix(pkg, parent+"/") || name == pkg {
				return i, true
			}
		}
	}
	return 0, false
}
