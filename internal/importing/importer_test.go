package importing_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/importing"
	"tandem/internal/inproc"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/sqlite"
	"tandem/internal/team"
	"tandem/internal/trello"
)

// house is a running writer over a real database, with a team in it.
type house struct {
	*importing.Importer
	db     *sqlite.DB
	writer *journal.Writer
	team   string
	people map[string]entry.User
}

func newHouse(t *testing.T) *house {
	t.Helper()
	db, err := sqlite.Open(t.Context(), t.TempDir(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h := &house{db: db, people: make(map[string]entry.User)}
	h.writer = journal.NewWriter(db, inproc.New(), journal.Options{})
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan struct{})
	go func() { defer close(stopped); h.writer.Run(ctx) }()
	t.Cleanup(func() { stop(); <-stopped })
	for i, name := range []string{"Olga Owner", "Mira Halvorsen", "Tomás Okafor", "Nina New", "Outsider"} {
		user := entry.User{ID: entry.NewID(), Name: name, Handle: strings.ToLower(strings.Fields(name)[0]), TimeZone: "UTC", Locale: "en"}
		email := user.Handle + "@example.org"
		user.Email = &email
		account := auth.Account{User: user, CreatedAt: entry.At(start)}
		if err := db.CreateAccount(t.Context(), &account, auth.Admission{Open: i > 0}); err != nil {
			t.Fatal(err)
		}
		h.people[user.Handle] = account.User
	}
	h.team = entry.NewID()
	h.seat(t, "olga", map[string]entry.TeamRole{"mira": entry.TeamMember, "nina": entry.TeamMember, "tomás": entry.TeamGuest})
	h.Importer = &importing.Importer{Writer: h.writer, Teams: db}
	return h
}

func (h *house) seat(t *testing.T, owner string, seats map[string]entry.TeamRole) {
	t.Helper()
	if err := h.db.CreateTeam(t.Context(), team.Team{ID: h.team, Name: "Team", CreatedAt: entry.At(start)}, h.people[owner].ID); err != nil {
		t.Fatal(err)
	}
	err := h.db.ChangeTeam(t.Context(), h.team, h.people[owner].ID, func(house *team.House) error {
		for handle, role := range seats {
			house.Seats[h.people[handle].ID] = role
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// file reads one of the boards of package trello.
func file(t *testing.T, name string) func(*time.Location) (*importing.Board, error) {
	return func(zone *time.Location) (*importing.Board, error) {
		f, err := os.Open(filepath.Join("..", "trello", "testdata", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		return trello.Read(f, zone)
	}
}

func (h *house) bring(t *testing.T, handle, name string, dryRun bool) (importing.Outcome, error) {
	t.Helper()
	return h.Import(t.Context(), importing.Request{Team: h.team, Actor: h.people[handle].ID, DryRun: dryRun, Read: file(t, name)})
}

func (h *house) state(t *testing.T, id string) *project.State {
	t.Helper()
	state, _, err := h.db.Load(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// head tells whether a stream has come into being.
func (h *house) head(t *testing.T, stream string) journal.Head {
	t.Helper()
	head, err := h.db.Head(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	return head
}

func TestImport(t *testing.T) {
	for _, name := range []string{"typical", "closed-lists", "thousand-actions", "no-done-list", "old", "custom-fields", "hostile-links"} {
		t.Run(name+" comes whole", func(t *testing.T) {
			h := newHouse(t)
			outcome, err := h.bring(t, "olga", name, false)
			if err != nil {
				t.Fatal(err)
			}
			if err := journal.Verify(t.Context(), h.db, outcome.Project); err != nil {
				t.Errorf("[J1] [J10] %v", err)
			}
			state, made := h.state(t, outcome.Project), outcome.Report.Created
			if made.Tasks+made.Subtasks != len(state.Tasks) || made.Comments != len(state.Comments) || made.Labels != len(state.Labels) || made.Statuses != len(state.Statuses) {
				t.Errorf("%+v is reported; there are %d tasks, %d comments, %d labels, %d statuses", made, len(state.Tasks), len(state.Comments), len(state.Labels), len(state.Statuses))
			}
			h.holdsOrder(t, outcome.Project)
		})
	}
}

// holdsOrder: times never run backwards, and every entry has a command id of its own.
func (h *house) holdsOrder(t *testing.T, stream string) {
	t.Helper()
	entries, head, err := h.db.Entries(t.Context(), stream, 0, 100_000, 1<<30)
	if err != nil || int64(len(entries)) != head.Seq {
		t.Fatal(len(entries), head.Seq, err)
	}
	last, seen := entry.Instant(0), make(map[string]bool)
	for _, e := range entries {
		if e.At < last {
			t.Errorf("[J9] entry %d is older than the one before it", e.Seq)
		}
		if e.Command == "" || seen[e.Command] {
			t.Errorf("[J4] entry %d: command %q", e.Seq, e.Command)
		}
		last, seen[e.Command] = e.At, true
	}
}

func TestImport_again(t *testing.T) {
	h := newHouse(t)
	first, err := h.bring(t, "olga", "typical", false)
	if err != nil || !first.New {
		t.Fatal(first, err)
	}
	before := h.head(t, first.Project)
	for _, who := range []string{"olga", "mira"} { // the project is the team's: mira finds it, too
		again, err := h.bring(t, who, "typical", false)
		if err != nil || again.New || again.Project != first.Project || again.Report.Created != (importing.Created{}) {
			t.Errorf("%s: %+v, %v", who, again, err)
		}
	}
	if after := h.head(t, first.Project); after != before {
		t.Errorf("the journal grew from %d to %d", before.Seq, after.Seq)
	}
}

func TestImport_hidden(t *testing.T) {
	h := newHouse(t)
	mine, err := h.bring(t, "mira", "old", false) // private
	if err != nil {
		t.Fatal(err)
	}
	hers, err := h.bring(t, "nina", "old", false)
	if err != nil || !hers.New || hers.Project == mine.Project {
		t.Errorf("a board that is here, but not for her to see: %+v, %v", hers, err)
	}
	_, err = h.writer.Submit(t.Context(), journal.Submission{
		Stream: mine.Project, Actor: h.people["mira"].ID, Commands: []entry.Command{{Body: &entry.ProjectDelete{}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.bring(t, "mira", "old", false) // hers has mira as a member, since the board had
	if err != nil || again.New || again.Project != hers.Project {
		t.Errorf("a board that is here a second time: %+v, %v", again, err)
	}
}

func TestImport_deleted(t *testing.T) {
	h := newHouse(t)
	first, err := h.bring(t, "olga", "typical", false)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.writer.Submit(t.Context(), journal.Submission{
		Stream: first.Project, Actor: h.people["olga"].ID, Commands: []entry.Command{{Body: &entry.ProjectDelete{}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.bring(t, "olga", "typical", false)
	if err != nil || !again.New || again.Project == first.Project {
		t.Errorf("a board whose project was deleted: %+v, %v", again, err)
	}
	if a, b := h.state(t, first.Project).Project.Key, h.state(t, again.Project).Project.Key; a == b {
		t.Errorf("both projects have the key %s", a)
	}
}

func TestImport_dryRun(t *testing.T) {
	h := newHouse(t)
	dry, err := h.bring(t, "olga", "typical", true)
	if err != nil || dry.New || dry.Project != "" {
		t.Fatal(dry, err)
	}
	wet, err := h.bring(t, "olga", "typical", false)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(dry.Report, wet.Report) {
		t.Errorf("the preview says %+v, the import %+v", dry.Report, wet.Report)
	}
	if !wet.New {
		t.Error("the dry run had made the project")
	}
	if known, err := h.bring(t, "olga", "typical", true); err != nil || known.Project != wet.Project {
		t.Errorf("a dry run of what is here: %+v, %v", known, err)
	}
}

func TestImport_refused(t *testing.T) {
	h := newHouse(t)
	head := h.head(t, h.people["olga"].ID)
	for _, test := range []struct {
		name, who, file string
		kind            fault.Kind
	}{
		{"a guest", "tomás", "typical", fault.Forbidden},
		{"a stranger", "outsider", "typical", fault.NotFound},
		{"a stranger with a broken file", "outsider", "broken", fault.NotFound},
		{"a broken file", "olga", "broken", fault.Malformed},
		{"another file", "olga", "account", fault.Invalid},
	} {
		if _, err := h.bring(t, test.who, test.file, false); !fault.Is(err, test.kind) {
			t.Errorf("%s: %v, want %s", test.name, err, test.kind)
		}
	}
	if _, err := h.bring(t, "tomás", "typical", true); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a guest's dry run: %v", err)
	}
	_, err := h.Import(t.Context(), importing.Request{Team: entry.NewID(), Actor: h.people["olga"].ID, Read: file(t, "typical")})
	if !fault.Is(err, fault.NotFound) {
		t.Errorf("a team that is not there: %v", err)
	}
	if after := h.head(t, h.people["olga"].ID); after != head {
		t.Error("[D5] a refusal left something behind")
	}
}

func TestImport_keyTaken(t *testing.T) {
	h := newHouse(t)
	taken := entry.NewID()
	_, err := h.writer.Submit(t.Context(), journal.Submission{Stream: taken, Actor: h.people["olga"].ID, Commands: []entry.Command{{
		Body: &entry.ProjectCreate{Project: taken, Team: h.team, Name: "Spring", Key: "SPR"},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := h.bring(t, "olga", "typical", false)
	if err != nil {
		t.Fatal(err)
	}
	if key := h.state(t, outcome.Project).Project.Key; key != "SF" {
		t.Errorf("the key is %s, want SF since SPR is taken", key)
	}
}

// TestImport_race: several at once make one project.
func TestImport_race(t *testing.T) {
	h := newHouse(t)
	var running sync.WaitGroup
	outcomes, errs := make([]importing.Outcome, 8), make([]error, 8)
	for i := range outcomes {
		running.Go(func() { outcomes[i], errs[i] = h.bring(t, "olga", "typical", false) })
	}
	running.Wait()
	made := 0
	for i, outcome := range outcomes {
		if errs[i] != nil || outcome.Project != outcomes[0].Project {
			t.Errorf("%+v, %v", outcome, errs[i])
		}
		if outcome.New {
			made++
		}
	}
	if made != 1 {
		t.Errorf("%d of them made the project", made)
	}
	if err := journal.Verify(t.Context(), h.db, outcomes[0].Project); err != nil {
		t.Error(err)
	}
}

// failing stops an import when it is decided and about to be written.
type failing struct {
	journal.Store
}

func (failing) Append(context.Context, []journal.Batch) error { return errors.New("the disk is full") }

func TestImport_half(t *testing.T) {
	h := newHouse(t)
	h.Writer = journal.NewWriter(failing{h.db}, inproc.New(), journal.Options{})
	importer := importing.Importer{Teams: h.db, Writer: both{h.writer, h.Writer}}
	_, err := importer.Import(t.Context(), importing.Request{Team: h.team, Actor: h.people["olga"].ID, Read: file(t, "typical")})
	if err == nil {
		t.Fatal("a disk that is full is no trouble")
	}
	if head := h.head(t, h.people["olga"].ID); head.Seq != 0 {
		t.Error("half an import is there")
	}
}

// both looks with one writer and writes with the other.
type both struct{ view, write importing.Writer }

func (b both) Import(ctx context.Context, stream string, commands []journal.Dated) (journal.Head, error) {
	return b.write.Import(ctx, stream, commands)
}

func (b both) View(ctx context.Context, stream string, read func(*project.State, journal.Head)) error {
	return b.view.View(ctx, stream, read)
}

// TestImport_wide: more statuses than one entry holds events.
func TestImport_wide(t *testing.T) {
	h := newHouse(t)
	b := &importing.Board{Source: "test", ID: "wide", Name: "Wide", Visibility: entry.ForTeam, CreatedAt: start}
	for i := range 600 {
		b.Statuses = append(b.Statuses, importing.Status{ID: fmt.Sprint(i), Name: fmt.Sprint("Status ", i), Archived: i%2 == 0})
	}
	outcome, err := h.Import(t.Context(), importing.Request{
		Team: h.team, Actor: h.people["mira"].ID, Read: func(*time.Location) (*importing.Board, error) { return b, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := journal.Verify(t.Context(), h.db, outcome.Project); err != nil {
		t.Error(err)
	}
	if n := len(h.state(t, outcome.Project).Statuses); n != 600 {
		t.Errorf("%d statuses, want 600", n)
	}
}

// TestImport_people: those who were found are members, in a private board too,
// hold what they wrote, and hear of the project.
func TestImport_people(t *testing.T) {
	h := newHouse(t)
	outcome, err := h.bring(t, "olga", "closed-lists", false)
	if err != nil {
		t.Fatal(err)
	}
	state := h.state(t, outcome.Project)
	if state.Project.Visibility != entry.Private {
		t.Errorf("a private board became %s", state.Project.Visibility)
	}
	for handle, want := range map[string]entry.Role{"olga": entry.Admin, "mira": entry.Editor, "tomás": entry.Editor, "outsider": ""} {
		if got := state.Role(h.people[handle].ID); got != want {
			t.Errorf("%s is %q, want %q", handle, got, want)
		}
		if told := h.head(t, h.people[handle].ID).Seq > 0; told != (want != "") {
			t.Errorf("%s was told of the project: %t", handle, told)
		}
	}
	if outcome.Report.Created.Members != 2 {
		t.Errorf("%d members reported, want 2", outcome.Report.Created.Members)
	}
}
