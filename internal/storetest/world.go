package storetest

import (
	"testing"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/journal/journaltest"
	"tandem/internal/team"
)

// World is a project at work over a store.
type World struct {
	*journaltest.World
	Store Store
}

// Worlds runs a test on a world over each kind of store.
func Worlds(t *testing.T, test func(t *testing.T, w *World)) {
	Both(t, func(t *testing.T, store Store) { test(t, newWorld(t, store)) })
}

func newWorld(t *testing.T, store Store) *World {
	return &World{journaltest.NewWorld(t, &journaltest.Opened{
		Store: store, Seat: func(t *testing.T, id string, seats ...entry.Seat) {
			for _, s := range seats {
				seat(t, store, id, s)
			}
		},
	}), store}
}

// seat makes an account and puts it into a team, which the first makes.
func seat(t *testing.T, store Store, id string, s entry.Seat) {
	t.Helper()
	s.User.Email = new(s.User.Handle + "@example.org")
	if err := store.CreateAccount(t.Context(), &auth.Account{User: s.User, CreatedAt: 1}, auth.Admission{Open: true}); err != nil {
		t.Fatal(err)
	}
	err := store.ChangeTeam(t.Context(), id, s.User.ID, func(house *team.House) error {
		house.Seats[s.User.ID] = s.Role
		return nil
	})
	if fault.Is(err, fault.NotFound) {
		err = store.CreateTeam(t.Context(), team.Team{ID: id, Name: "Team", CreatedAt: 1}, s.User.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// in sends one command to a project of the team, which is made where it has to be.
func (w *World) in(t *testing.T, project string, body entry.Body) journal.Receipt {
	t.Helper()
	receipts, err := w.Writer.Submit(t.Context(), journal.Submission{
		Stream: project, Actor: w.People[entry.TeamOwner], Commands: []entry.Command{{ID: entry.NewID(), Body: body}},
	})
	if err == nil {
		err = receipts[0].Err
	}
	if err != nil {
		t.Fatal(err)
	}
	return receipts[0]
}

// moveTask moves a task to a new project, and gives its id there and the project.
func (w *World) moveTask(t *testing.T, task string) (moved, other string) {
	t.Helper()
	other = entry.NewID()
	w.in(t, other, &entry.ProjectCreate{Project: other, Team: w.Team, Name: "Other", Key: "OTHER"})
	w.in(t, w.Project, &entry.TaskTransfer{Task: task, Project: other})
	state, _, err := w.Store.Load(t.Context(), w.Project)
	if err != nil {
		t.Fatal(err)
	}
	return state.Tasks[task].MovedTo, other
}
