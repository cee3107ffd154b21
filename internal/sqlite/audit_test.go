package sqlite

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
)

// told are the records of a filter as texts, oldest first.
func told(t *testing.T, db *DB, filter audit.Filter) []string {
	t.Helper()
	filter.Limit = 1000
	records, err := db.Records(t.Context(), filter)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, r := range slices.Backward(records) {
		list = append(list, strings.TrimSpace(r.Kind+" "+strings.ReplaceAll(strings.TrimPrefix(fmt.Sprint(r.Detail), "map"), "[]", "")))
	}
	return list
}

func wants(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("recorded\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// What is refused or undone leaves no record, and what cannot be recorded is not
// done.
func TestAudit_transaction(t *testing.T) {
	db, _ := openTest(t)
	noted := audit.Note(t.Context(), audit.Record{Kind: audit.TeamCreated})
	no := errors.New("no")
	make := func(tx *writing) error {
		return tx.exec(`INSERT INTO teams (id, name, created_at) VALUES (hex(randomblob(16)), 'x', 0)`)
	}
	teams := func() (n int) {
		if err := db.read.QueryRowContext(t.Context(), `SELECT count(*) FROM teams`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if err := db.write(noted, func(tx *writing) error { return errors.Join(make(tx), no) }); !errors.Is(err, no) {
		t.Fatal(err)
	}
	wants(t, told(t, db, audit.Filter{}))
	if err := db.write(noted, make); err != nil || teams() != 1 {
		t.Fatal(err)
	}
	wants(t, told(t, db, audit.Filter{}), "team.created")
	if err := db.write(t.Context(), func(tx *writing) error { return tx.exec(`ALTER TABLE audit RENAME TO away`) }); err != nil {
		t.Fatal(err)
	}
	if err := db.write(noted, make); err == nil || teams() != 1 {
		t.Errorf("done without a record: %v, %d teams", err, teams())
	}
}

// A record of the journal shares the fate of its entries.
func TestAudit_append(t *testing.T) {
	db, _ := openTest(t)
	stream := entry.NewID()
	batch := func(base journal.Head, seq int64) []journal.Batch {
		return []journal.Batch{{
			Stream: stream, Base: base, Epoch: "e", Audit: []audit.Record{{Kind: audit.ProjectDeleted, Project: stream}},
			Entries: []entry.Entry{{Stream: stream, Seq: seq, Events: []byte("[]")}},
		}}
	}
	if err := db.Append(t.Context(), batch(journal.Head{}, 1)); err != nil {
		t.Fatal(err)
	}
	if err := db.Append(t.Context(), batch(journal.Head{Epoch: "e", Seq: 7}, 8)); !errors.Is(err, journal.ErrHeadMoved) {
		t.Fatal(err)
	}
	wants(t, told(t, db, audit.Filter{}), "project.deleted")
}

// Each filter chooses by itself, and all of them together.
func TestRecords(t *testing.T) {
	db, _ := openTest(t)
	email := "ann@example.org"
	ann := auth.Account{User: entry.User{ID: entry.NewID(), Name: "Ann", Handle: "ann", Email: &email}}
	if err := db.CreateAccount(t.Context(), &ann, auth.Admission{Open: true}); err != nil {
		t.Fatal(err)
	}
	err := db.Record(t.Context(),
		audit.Record{At: 10, Kind: audit.TeamCreated, Team: "t1", Actor: ann.User.ID, Detail: audit.Detail{"n": 1}},
		audit.Record{At: 20, Kind: audit.ProjectCreated, Team: "t1", Project: "p1", Actor: "gone", Detail: audit.Detail{"n": 2}},
		audit.Record{At: 30, Kind: audit.ProjectCreated, Team: "t2", Project: "p2", Actor: ann.User.ID, Detail: audit.Detail{"n": 3}},
		audit.Record{At: 40, Kind: audit.SessionRefused, Address: "203.0.113.7", Subject: ann.User.ID, Detail: audit.Detail{"n": 4}},
	)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		filter audit.Filter
		want   string
	}{
		"all":      {audit.Filter{}, "4321"},
		"team":     {audit.Filter{Team: "t1"}, "21"},
		"no team":  {audit.Filter{Team: "t3"}, ""},
		"kind":     {audit.Filter{Kinds: []string{"project.created"}}, "32"},
		"kinds":    {audit.Filter{Kinds: []string{"team.created", "session.refused"}}, "41"},
		"actor":    {audit.Filter{Actor: ann.User.ID}, "31"},
		"project":  {audit.Filter{Project: "p2"}, "3"},
		"after":    {audit.Filter{After: 20}, "432"},
		"before":   {audit.Filter{Before: 30}, "21"},
		"below":    {audit.Filter{Below: 3}, "21"},
		"limit":    {audit.Filter{Limit: 1}, "4"},
		"together": {audit.Filter{Team: "t1", Project: "p2"}, ""},
		"all set":  {audit.Filter{Team: "t2", Kinds: []string{"project.created"}, Actor: ann.User.ID, Project: "p2", After: 30, Before: 31, Below: 4}, "3"},
	} {
		if c.filter.Limit == 0 {
			c.filter.Limit = 10
		}
		list, err := db.Records(t.Context(), c.filter)
		got := ""
		for _, r := range list {
			got += fmt.Sprint(r.Detail["n"])
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q, want %q (%v)", name, got, c.want, err)
		}
	}
	list, _ := db.Records(t.Context(), audit.Filter{Limit: 10})
	if r := list[0]; r.Actor != nil || r.ActorName != nil || r.Team != nil || *r.Subject != ann.User.ID || *r.SubjectName != "Ann" || r.ProjectName != nil || *r.Address != "203.0.113.7" || r.At != 40 {
		t.Errorf("%+v", r)
	}
	if r := list[1]; *r.ActorName != "Ann" || *r.Project != "p2" || list[2].ActorName != nil {
		t.Errorf("%+v", r)
	}
}

// What is old goes, and no number is given anew.
func TestDropRecords(t *testing.T) {
	db, _ := openTest(t)
	record := func(at entry.Instant) {
		if err := db.Record(t.Context(), audit.Record{At: at, Kind: audit.TeamCreated, Detail: audit.Detail{"at": at}}); err != nil {
			t.Fatal(err)
		}
	}
	record(1000)
	record(2000)
	if err := db.DropRecords(t.Context(), 2000); err != nil {
		t.Fatal(err)
	}
	wants(t, told(t, db, audit.Filter{}), "team.created [at:1970-01-01T00:00:02.000Z]")
	if err := db.DropRecords(t.Context(), 3000); err != nil {
		t.Fatal(err)
	}
	record(4000)
	if list, _ := db.Records(t.Context(), audit.Filter{Limit: 1}); list[0].Number != 3 {
		t.Errorf("number %d was given again", list[0].Number)
	}
}

// openProject is a project with one of each role, whose records so far are over.
func openProject(t *testing.T) (*DB, *journaltest.World) {
	db, _ := openTest(t)
	w := journaltest.NewWorld(t, &journaltest.Opened{
		Store: db, Seat: func(t *testing.T, team string, seats ...entry.Seat) { seat(t, db, team, seats) },
	})
	wants(t, told(t, db, audit.Filter{}), "project.created [key:"+keyOf(w)+" name:Website visibility:team]")
	if err := db.DropRecords(t.Context(), 1<<60); err != nil {
		t.Fatal(err)
	}
	return db, w
}

func keyOf(w *journaltest.World) (key string) {
	raw := []byte("P" + w.Project[31:])
	return strings.ToUpper(string(raw))
}

// What a command means to somebody's access is recorded once, and nothing else.
func TestAudit_journal(t *testing.T) {
	soon := entry.Instant(1 << 50)
	for name, c := range map[string]struct {
		do   func(t *testing.T, w *journaltest.World)
		want []string
	}{
		"tasks": {func(t *testing.T, w *journaltest.World) {
			w.Must(t, entry.TeamMember, &entry.TaskCreate{Title: "x"})
			w.Must(t, entry.TeamOwner, &entry.ProjectUpdate{Name: entry.Some("Renamed")})
			w.Must(t, entry.TeamOwner, &entry.LabelCreate{Name: "bug", Color: "#102030"})
		}, nil},
		"refused": {func(t *testing.T, w *journaltest.World) {
			w.Submit(t, entry.TeamMember, &entry.ProjectDelete{})
			w.Submit(t, entry.TeamOwner, &entry.MemberRemove{User: w.People[entry.TeamMember]})
		}, nil},
		"roles": {func(t *testing.T, w *journaltest.World) {
			guest, member := w.People[entry.TeamGuest], w.People[entry.TeamMember]
			w.Must(t, entry.TeamOwner, &entry.MemberSet{User: guest, Role: entry.Viewer})
			w.Must(t, entry.TeamOwner, &entry.MemberSet{User: guest, Role: entry.Viewer})
			w.Must(t, entry.TeamOwner, &entry.MemberSet{User: guest, Role: entry.Editor})
			w.Must(t, entry.TeamOwner, &entry.MemberSet{User: member, Role: entry.Viewer})
			w.Must(t, entry.TeamOwner, &entry.MemberRemove{User: guest})
			w.Must(t, entry.TeamOwner, &entry.MemberRemove{User: member})
		}, []string{
			"member.changed [to:viewer]", "member.changed [from:viewer to:editor]", "member.changed [from:editor to:viewer]",
			"member.removed [from:editor]", "member.removed [from:viewer to:editor]",
		}},
		"visibility": {func(t *testing.T, w *journaltest.World) {
			private := &entry.ProjectUpdate{Visibility: entry.Some(entry.Private)}
			w.Must(t, entry.TeamOwner, private)
			w.Must(t, entry.TeamOwner, private)
		}, []string{"project.visibility [from:team to:private]"}},
		"archived": {func(t *testing.T, w *journaltest.World) {
			for _, archived := range []bool{true, true, false} {
				w.Must(t, entry.TeamOwner, &entry.ProjectUpdate{Archived: entry.Some(archived)})
			}
		}, []string{"project.archived [name:Website]", "project.unarchived [name:Website]"}},
		"deleted with its link": {func(t *testing.T, w *journaltest.World) {
			trusted(t, w, &entry.LinkSet{Link: entry.Link{ID: "one", HasPassword: true}})
			w.Must(t, entry.TeamOwner, &entry.ProjectDelete{})
			w.Must(t, entry.TeamOwner, &entry.ProjectRestore{})
		}, []string{
			"link.created [expiresAt:<nil> hasPassword:true]", "link.removed", "project.deleted [name:Website]",
			"project.restored [key:KEY name:Website visibility:team]",
		}},
		"link": {func(t *testing.T, w *journaltest.World) {
			trusted(t, w, &entry.LinkSet{Link: entry.Link{ID: "one"}})
			trusted(t, w, &entry.LinkSet{Link: entry.Link{ID: "two", ExpiresAt: &soon}})
			trusted(t, w, &entry.LinkRemove{})
		}, []string{
			"link.created [expiresAt:<nil> hasPassword:false]", "link.changed [before:one expiresAt:" + soon.String() + " hasPassword:false]", "link.removed",
		}},
		"the team": {func(t *testing.T, w *journaltest.World) { trusted(t, w, &entry.MemberSync{}) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			db, w := openProject(t)
			c.do(t, w)
			for i := range c.want {
				c.want[i] = strings.ReplaceAll(c.want[i], "KEY", keyOf(w))
			}
			wants(t, told(t, db, audit.Filter{Team: w.Team, Project: w.Project}), c.want...)
		})
	}
}

// trusted submits what only the server itself sends, for the owner.
func trusted(t *testing.T, w *journaltest.World, body entry.Body) {
	t.Helper()
	receipts, err := w.Writer.Submit(t.Context(), journal.Submission{
		Stream: w.Project, Actor: w.People[entry.TeamOwner], Trusted: true, Commands: []entry.Command{{Body: body}},
	})
	if err != nil || receipts[0].Err != nil {
		t.Fatal(err, receipts[0].Err)
	}
}

// Who has left the team is not told again by the projects that follow it, nor by
// what somebody does there meanwhile.
func TestAudit_sync(t *testing.T) {
	db, w := openProject(t)
	if err := db.write(t.Context(), func(tx *writing) error {
		return tx.exec(`DELETE FROM team_members WHERE user = ?`, w.People[entry.TeamMember])
	}); err != nil {
		t.Fatal(err)
	}
	w.Must(t, entry.TeamOwner, &entry.MemberSet{User: w.People[entry.TeamGuest], Role: entry.Viewer})
	trusted(t, w, &entry.MemberSync{})
	wants(t, told(t, db, audit.Filter{}), "member.changed [to:viewer]")
}

// Actor, address and moment of a record are those of the submission, and of now
// where an import tells of long ago.
func TestAudit_origin(t *testing.T) {
	db, w := openProject(t)
	ctx := audit.With(t.Context(), &audit.Origin{Actor: "somebody else", Address: "203.0.113.7"})
	stream := entry.NewID()
	_, err := w.Writer.Import(ctx, stream, []journal.Dated{{
		At: 1000, Actor: w.People[entry.TeamOwner], Command: entry.Command{Body: &entry.ProjectCreate{Project: stream, Team: w.Team, Name: "Old", Key: "OLD"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	list, err := db.Records(t.Context(), audit.Filter{Limit: 2})
	if err != nil || len(list) != 1 {
		t.Fatalf("%d records, %v", len(list), err)
	}
	if r := list[0]; *r.Actor != w.People[entry.TeamOwner] || *r.Address != "203.0.113.7" || r.At < 1e12 || *r.Team != w.Team || *r.Project != stream {
		t.Errorf("%+v", r)
	}
}

// A thing is where it is, whoever asks; what is nowhere is nowhere.
func TestPlace(t *testing.T) {
	db, w := openProject(t)
	task := w.Must(t, entry.TeamOwner, &entry.TaskCreate{Title: "x"}).After.Task
	comment := w.Must(t, entry.TeamOwner, &entry.CommentCreate{Task: task.ID, Body: "x"}).After.Comment
	for name, c := range map[string]struct {
		named audit.Named
		team  string
		in    string
	}{
		"nothing":        {audit.Named{}, "", ""},
		"a project":      {audit.Named{Project: w.Project}, w.Team, w.Project},
		"no project":     {audit.Named{Project: entry.NewID()}, "", ""},
		"a task":         {audit.Named{Task: task.ID}, w.Team, w.Project},
		"a key":          {audit.Named{Task: strings.ToLower(task.Key)}, w.Team, w.Project},
		"no task":        {audit.Named{Task: entry.NewID()}, "", ""},
		"a comment":      {audit.Named{Comment: comment.ID}, w.Team, w.Project},
		"no team":        {audit.Named{Team: w.Team}, "", ""}, // this one is in no table
		"an odd one":     {audit.Named{Task: "' OR 1=1 --"}, "", ""},
		"in the project": {audit.Named{Project: w.Project, Task: entry.NewID()}, w.Team, w.Project},
	} {
		team, in, err := db.Place(t.Context(), c.named)
		if err != nil || team != c.team || in != c.in {
			t.Errorf("%s is in %q %q (%v)", name, team, in, err)
		}
	}
}

// Two administrators who shut each other out at once leave one of them in.
func TestSetDisabled_last(t *testing.T) {
	db, _ := openTest(t)
	for _, id := range []string{"ann", "ben"} {
		email := id + "@example.org"
		if err := db.CreateAccount(t.Context(), &auth.Account{User: entry.User{ID: id, Handle: id, Email: &email}}, auth.Admission{Open: true}); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.write(t.Context(), func(tx *writing) error { return tx.exec(`UPDATE users SET admin = 1`) }); err != nil {
		t.Fatal(err)
	}
	now := entry.Instant(1)
	disable := func(ctx context.Context, id string, spare bool) error {
		return db.SetDisabled(audit.Note(ctx, audit.Record{Kind: audit.AccountDisabled, Subject: id}), id, &now, spare)
	}
	if err := disable(t.Context(), "ann", true); err != nil {
		t.Fatal(err)
	}
	if err := disable(t.Context(), "ben", true); !fault.Is(err, fault.Conflict) {
		t.Errorf("the last one is out: %v", err)
	}
	wants(t, told(t, db, audit.Filter{}), "account.disabled")
	if err := disable(t.Context(), "ben", false); err != nil {
		t.Errorf("the operator may: %v", err)
	}
}
