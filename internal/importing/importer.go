package importing

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"time"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/project"
)

// Writer is the one door; *journal.Writer.
type Writer interface {
	// Import opens a project with all commands in one commit, or not at all. An
	// id or a key that is taken is a Conflict.
	Import(ctx context.Context, stream string, commands []journal.Dated) (journal.Head, error)
	// View looks at a project at head; NotFound where there is none.
	View(ctx context.Context, stream string, read func(*project.State, journal.Head)) error
}

// Teams tells who is in a team; a journal.Store.
type Teams interface {
	// Roster gives everyone in a team, nobody where there is no such team.
	Roster(ctx context.Context, team string) ([]entry.Seat, error)
}

// Importer brings boards into teams, one after the other, since a large one
// takes memory while it is decided.
type Importer struct {
	Writer Writer
	Teams  Teams
	Clock  func() time.Time // time.Now where nil

	bringing sync.Mutex
}

// Request asks for one import. Read is called once, after the rights are
// checked, with the time zone of the person who imports.
type Request struct {
	Team   string
	Actor  string
	DryRun bool // only report
	Read   func(zone *time.Location) (*Board, error)
}

// Outcome is what became of it. Project is "" after a dry run of a board that is
// not here yet; New tells that the project was made by this request.
type Outcome struct {
	Project string
	New     bool
	Report  Report
}

// Import brings a board whole or not at all. A board that is here already, and
// that the person may see, is left as it is; its project is the answer. NotFound
// where the person is not in the team, Forbidden for guests, and Read's faults.
func (im *Importer) Import(ctx context.Context, request Request) (Outcome, error) {
	seats, err := im.Teams.Roster(ctx, request.Team)
	if err != nil {
		return Outcome{}, err
	}
	actor, err := mayImport(seats, request.Actor)
	if err != nil {
		return Outcome{}, err
	}
	board, err := request.Read(zoneOf(actor))
	if err != nil {
		return Outcome{}, err
	}
	for n := range maxTries {
		id := ID(board.CreatedAt, request.Team, board.Source, board.ID, strconv.Itoa(n))
		switch found, err := im.find(ctx, id, request); {
		case err != nil:
			return Outcome{}, err
		case found == same:
			return Outcome{Project: id, Report: already(board)}, nil
		case found == nothing:
			return im.bring(ctx, id, board, seats, request)
		}
	}
	return Outcome{}, fault.New(fault.Conflict, "This board was imported and deleted too often.")
}

// maxTries is how many ids and keys are looked at for a place that is free.
const maxTries = 100

// mayImport: those who may make a project in the team.
func mayImport(seats []entry.Seat, user string) (entry.User, error) {
	at := slices.IndexFunc(seats, func(seat entry.Seat) bool { return seat.User.ID == user })
	if at < 0 {
		return entry.User{}, fault.New(fault.NotFound, "There is no such team.")
	}
	if !seats[at].Role.Includes(project.Founding) {
		return entry.User{}, project.ErrFounding
	}
	return seats[at].User, nil
}

func zoneOf(user entry.User) *time.Location {
	zone, err := time.LoadLocation(user.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// What stands under an id.
const (
	nothing = iota
	same    // the board, brought before
	foreign // a project that was deleted, or that is not for this person to see
)

func (im *Importer) find(ctx context.Context, id string, request Request) (int, error) {
	found := foreign
	err := im.Writer.View(ctx, id, func(s *project.State, _ journal.Head) {
		if s.Project != nil && s.DeletedAt == nil && s.Project.Team == request.Team && s.Role(request.Actor) != "" {
			found = same
		}
	})
	if fault.Is(err, fault.NotFound) {
		return nothing, nil
	}
	return found, err
}

// already is the report on a board that is here: nothing was made.
func already(board *Board) Report {
	return Report{
		Skipped: []Skip{{
			What: fmt.Sprintf("The board “%s”", line(board.Name, project.MaxName, "Untitled")),
			Why:  "It was brought before; its project is left as it is.",
		}},
		Unmapped: []string{},
	}
}

func (im *Importer) bring(ctx context.Context, id string, board *Board, seats []entry.Seat, request Request) (Outcome, error) {
	im.bringing.Lock()
	defer im.bringing.Unlock()
	users := make([]entry.User, len(seats))
	for i, seat := range seats {
		users[i] = seat.User
	}
	now := time.Now
	if im.Clock != nil {
		now = im.Clock
	}
	target := Target{Project: id, Team: request.Team, Importer: request.Actor, People: Match(board.People, users), Now: now()}
	plan := Build(board, target)
	if request.DryRun {
		return Outcome{Report: plan.Report}, nil
	}
	create := plan.Steps[0].Command.Body.(*entry.ProjectCreate) // the first step, always
	tries := 0
	for key := range project.Keys(board.Name) {
		create.Key = key
		_, err := im.Writer.Import(ctx, id, plan.Steps)
		if err == nil {
			return Outcome{Project: id, New: true, Report: plan.Report}, nil
		}
		if tries++; !fault.Is(err, fault.Conflict) || tries == maxTries {
			return Outcome{}, err
		}
		// Either the key is taken, or somebody brings the same board right now.
		if found, lookErr := im.find(ctx, id, request); lookErr != nil || found == foreign {
			return Outcome{}, err
		} else if found == same {
			return Outcome{Project: id, Report: already(board)}, nil
		}
	}
	return Outcome{}, fault.New(fault.Conflict, "No key can be made from the board's name; all are taken.")
}
