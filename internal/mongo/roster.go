package mongo

import (
	"context"
	"slices"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// teamDoc is a team with its people's places.
type teamDoc struct {
	ID        string         `bson:"_id"`
	Name      string         `bson:"name"`
	CreatedAt entry.Instant  `bson:"createdAt"`
	DeletedAt *entry.Instant `bson:"deletedAt"`
	Members   []seatDoc      `bson:"members"`
}

type seatDoc struct {
	User     string         `bson:"user"`
	Role     entry.TeamRole `bson:"role"`
	JoinedAt entry.Instant  `bson:"joinedAt"`
}

// userDoc is a person as others see them.
type userDoc struct {
	ID       string  `bson:"_id"`
	Name     string  `bson:"name"`
	Handle   string  `bson:"handle"`
	Email    *string `bson:"email"` // as it was typed
	Avatar   *string `bson:"avatar"`
	TimeZone string  `bson:"timeZone"`
	Locale   string  `bson:"locale"`
}

func (d *userDoc) user() entry.User { return entry.User(*d) }

// Roster implements journal.Store.
func (db *DB) Roster(ctx context.Context, team string) ([]entry.Seat, error) {
	roles := map[string]entry.TeamRole{}
	err := each(ctx, db, "teams", byID(team), nil, func(d *teamDoc) {
		for _, seat := range d.Members {
			roles[seat.User] = seat.Role
		}
	})
	if err != nil || len(roles) == 0 {
		return nil, fault.Wrap("read team", err)
	}
	users := make([]string, 0, len(roles))
	for user := range roles {
		users = append(users, user)
	}
	var list []entry.Seat
	err = each(ctx, db, "users", bson.D{{Key: "_id", Value: among(users)}}, nil, func(d *userDoc) {
		list = append(list, entry.Seat{User: d.user(), Role: roles[d.ID]})
	})
	slices.SortFunc(list, func(a, b entry.Seat) int { return strings.Compare(a.User.ID, b.User.ID) })
	return list, fault.Wrap("read team", err)
}

// Sees implements journal.Store.
func (db *DB) Sees(ctx context.Context, actor string, tasks []string) (map[string]bool, error) {
	projects := map[string][]string{} // to tasks
	err := each(ctx, db, "tasks", bson.D{{Key: "_id", Value: among(tasks)}, {Key: "deletedAt", Value: nil}}, nil, func(d *taskDoc) {
		projects[d.Project] = append(projects[d.Project], d.ID)
	})
	if err != nil {
		return nil, fault.Wrap("see tasks", err)
	}
	seen := map[string]bool{}
	visible, err := db.visible(ctx, actor, projects)
	for _, project := range visible {
		for _, task := range projects[project] {
			seen[task] = true
		}
	}
	return seen, fault.Wrap("see tasks", err)
}

// visible gives those of the projects that are there and that a person is in.
func (db *DB) visible(ctx context.Context, actor string, projects map[string][]string) ([]string, error) {
	var own, there []string
	for project := range projects {
		own = append(own, memberID(project, actor))
	}
	if len(own) == 0 {
		return nil, nil
	}
	var mine []string
	err := each(ctx, db, "members", bson.D{{Key: "_id", Value: among(own)}}, nil, func(d *memberDoc) { mine = append(mine, d.Project) })
	if err != nil || len(mine) == 0 {
		return nil, err
	}
	err = each(ctx, db, "projects", bson.D{{Key: "_id", Value: among(mine)}, {Key: "deletedAt", Value: nil}}, nil, func(d *projectDoc) { there = append(there, d.ID) })
	return there, err
}
