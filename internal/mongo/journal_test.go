package mongo

import (
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/journal/journaltest"
)

func TestStore(t *testing.T) { journaltest.Store(t, opened) }

// seat puts people into a team, as accounts would.
func seat(t *testing.T, db *DB, team string, seats []entry.Seat) {
	t.Helper()
	for _, s := range seats {
		if _, err := db.db.Collection("users").InsertOne(t.Context(), newUserDoc(&auth.Account{User: s.User})); err != nil {
			t.Fatal(err)
		}
		_, err := db.db.Collection("teams").UpdateOne(t.Context(), byID(team),
			bson.D{{Key: "$push", Value: bson.D{{Key: "members", Value: seatDoc{User: s.User.ID, Role: s.Role}}}}}, options.UpdateOne().SetUpsert(true))
		if err != nil {
			t.Fatal(err)
		}
	}
}
