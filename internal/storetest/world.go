package storetest

import (
	"testing"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
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
