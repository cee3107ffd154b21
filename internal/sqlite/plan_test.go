package sqlite

import (
	"strings"
	"testing"
)

// What follows each write looks at the things it is about, not at the whole
// project, nor at all that a person was ever told.
func TestPlan_byID(t *testing.T) {
	db, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for query, index := range map[string]string{
		noticeNamed: "(id=?)", noticeTask: "(id=?)", noticeComment: "(task=?)",
		readNotifications: "(id=?)", countNotifications: "(id=?)",
	} {
		plan := strings.Join(planOf(t, db, query), "; ")
		if !strings.Contains(plan, index) {
			t.Errorf("%s\nby %s, not %s", query, plan, index)
		}
	}
}

func planOf(t *testing.T, db *DB, query string) []string {
	t.Helper()
	plan, err := list(t.Context(), db.read, func(row scanner) (detail string, err error) {
		var id, parent, unused int
		return detail, row.Scan(&id, &parent, &unused, &detail)
	}, "EXPLAIN QUERY PLAN "+query, make([]any, strings.Count(query, "?"))...)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}
