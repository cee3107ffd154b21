package demo

import (
	"context"
	"crypto/rand"
	"time"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/importing"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/team"
	"tandem/internal/wire"
)

// Instance is what is filled.
type Instance struct {
	Accounts *auth.Service
	Teams    team.Store
	Writer   importing.Writer
	Clock    func() time.Time // time.Now where nil
}

// Options of filling.
type Options struct {
	Password string // of all four; "": each gets a random one
	Tasks    int    // of a second, large project; 0: none
}

// Filled is what was made. Passwords are known here only.
type Filled struct {
	Team      string
	Project   string // the believable one
	Large     string // the large one; "" without
	Users     []entry.User
	Passwords []string
}

// Fill makes the team and its projects in an empty instance; one that has an
// account is a Conflict and stays as it is. A caller who leaves does not stop it.
func (in *Instance) Fill(ctx context.Context, options Options) (Filled, error) {
	ctx = context.WithoutCancel(ctx)
	empty, err := in.Accounts.NeedsFirstAccount(ctx)
	if err != nil {
		return Filled{}, err
	}
	if !empty {
		return Filled{}, fault.New(fault.Conflict, "There are people here already; the demo is for an empty instance.")
	}
	var filled Filled
	if err := in.addPeople(ctx, &filled, options.Password); err != nil {
		return Filled{}, err
	}
	if err := in.addTeam(ctx, &filled); err != nil {
		return Filled{}, err
	}
	now := in.now()
	if filled.Project, err = in.bring(ctx, &filled, Project(now), Key, now); err != nil {
		return Filled{}, err
	}
	if options.Tasks > 0 {
		filled.Large, err = in.bring(ctx, &filled, Large(options.Tasks, now), "BIG", now)
	}
	return filled, err
}

func (in *Instance) now() time.Time {
	if in.Clock != nil {
		return in.Clock()
	}
	return time.Now()
}

// addPeople: two that come at once meet at the first address, which one of them
// then finds taken, before anything else is made.
func (in *Instance) addPeople(ctx context.Context, filled *Filled, password string) error {
	for _, person := range People {
		own := password
		if own == "" {
			own = rand.Text()
		}
		account, err := in.Accounts.Create(ctx, auth.Registration{
			Name: person.Name, Email: person.Email, Password: own, TimeZone: person.TimeZone,
		})
		if err != nil {
			return fault.Wrap("make "+person.Handle, err)
		}
		user, err := in.Accounts.Update(ctx, account.User.ID, auth.Changes{Handle: entry.Some(person.Handle)})
		if err != nil {
			return fault.Wrap("name "+person.Handle, err)
		}
		filled.Users, filled.Passwords = append(filled.Users, user), append(filled.Passwords, own)
	}
	return nil
}

func (in *Instance) addTeam(ctx context.Context, filled *Filled) error {
	owner := filled.Users[0].ID
	t := team.Team{ID: entry.NewID(), Name: TeamName, Role: entry.TeamOwner, CreatedAt: entry.At(in.now())}
	if err := in.Teams.CreateTeam(ctx, t, owner); err != nil {
		return err
	}
	filled.Team = t.ID
	return in.Teams.ChangeTeam(ctx, t.ID, owner, func(house *team.House) error {
		for _, user := range filled.Users[1:] {
			house.Seats[user.ID] = entry.TeamMember
		}
		return nil
	})
}

func (in *Instance) bring(ctx context.Context, filled *Filled, board *importing.Board, key string, now time.Time) (string, error) {
	people := make(map[string]string)
	for i, user := range filled.Users {
		people[People[i].Handle] = user.ID
	}
	id := importing.ID(board.CreatedAt, filled.Team, board.Source, board.ID)
	plan := importing.Build(board, importing.Target{
		Project: id, Team: filled.Team, Key: key, Importer: filled.Users[0].ID, People: people, Now: now,
	})
	_, err := in.Writer.Import(ctx, id, plan.Steps)
	return id, fault.Wrap("make "+key, err)
}

// Open fills the instance and signs the first of the four in, for a visitor who
// wants to look around.
func (in *Instance) Open(ctx context.Context, agent string) (auth.Signed, *wire.Project, error) {
	filled, err := in.Fill(ctx, Options{})
	if err != nil {
		return auth.Signed{}, nil, err
	}
	signed, err := in.Accounts.Login(ctx, *filled.Users[0].Email, filled.Passwords[0], agent, nil)
	if err != nil {
		return auth.Signed{}, nil, err
	}
	made := &wire.Project{}
	err = in.Writer.View(ctx, filled.Project, func(s *project.State, _ journal.Head) {
		made.Project, made.Statuses = *s.Project, s.SortedStatuses()
	})
	return signed, made, err
}
