package mongo

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
)

var _ auth.Store = (*DB)(nil)

// userDoc is an account.
type userDoc struct {
	ID         string         `bson:"_id"`
	Name       string         `bson:"name"`
	Handle     string         `bson:"handle"`
	Email      string         `bson:"email"`    // as it was typed
	EmailKey   string         `bson:"emailKey"` // as it is compared
	Avatar     *string        `bson:"avatar"`
	TimeZone   string         `bson:"timeZone"`
	Locale     string         `bson:"locale"`
	Password   string         `bson:"password"` // argon2id; "" where there is none
	Admin      bool           `bson:"admin"`    // of the instance
	WeekStart  *int           `bson:"weekStart"`
	CreatedAt  entry.Instant  `bson:"createdAt"`
	DisabledAt *entry.Instant `bson:"disabledAt"`
}

func emailKey(email string) string { return strings.ToLower(email) }

func newUserDoc(a *auth.Account) *userDoc {
	u := &a.User
	d := &userDoc{
		ID: u.ID, Name: u.Name, Handle: u.Handle, Avatar: u.Avatar, TimeZone: u.TimeZone, Locale: u.Locale, Password: a.Password,
		Admin: a.Admin, WeekStart: a.WeekStart, CreatedAt: a.CreatedAt, DisabledAt: a.DisabledAt,
	}
	if u.Email != nil {
		d.Email, d.EmailKey = *u.Email, emailKey(*u.Email)
	}
	return d
}

func (d *userDoc) user() entry.User {
	u := entry.User{ID: d.ID, Name: d.Name, Handle: d.Handle, Avatar: d.Avatar, TimeZone: d.TimeZone, Locale: d.Locale}
	if d.Email != "" {
		u.Email = &d.Email
	}
	return u
}

func (d *userDoc) account() auth.Account {
	return auth.Account{
		User: d.user(), Password: d.Password, Admin: d.Admin, WeekStart: d.WeekStart, CreatedAt: d.CreatedAt, DisabledAt: d.DisabledAt,
	}
}

// CreateAccount implements auth.Store.
func (db *DB) CreateAccount(ctx context.Context, a *auth.Account, by auth.Admission) error {
	handle := a.User.Handle
	return fault.Wrap("create account", db.write(ctx, func(tx *writing) (err error) {
		some, err := db.HasAccounts(tx.ctx)
		if err != nil {
			return err
		}
		if a.Admin = !some; some && !by.Open && by.Invite == nil {
			return fault.New(fault.Forbidden, "Registration is closed here; ask somebody who has an account to invite you.")
		}
		if taken, err := tx.some("users", is("emailKey", emailKey(*a.User.Email))); err != nil || taken {
			return fault.First(err, fault.New(fault.Conflict, "There is an account with this address already; sign in."))
		}
		if a.User.Handle, err = tx.freeHandle(handle); err != nil {
			return err
		}
		// Their own stream is there from the start, so that a cursor on it is never of another epoch.
		var epoch [16]byte
		_, _ = rand.Read(epoch[:]) // never fails
		tx.put("streams", a.User.ID, streamDoc{ID: a.User.ID, Epoch: hex.EncodeToString(epoch[:]), ACL: 1, At: a.CreatedAt})
		tx.put("users", a.User.ID, newUserDoc(a))
		if by.Invite == nil {
			return nil
		}
		return tx.useInvite(team.Hash(*by.Invite), a.User.ID, func(house *team.House, i *team.Invite) error {
			return team.Admit(house, i, a.User.ID, *a.User.Email, a.CreatedAt)
		})
	}))
}

// some tells whether a filter finds anything.
func (tx *writing) some(collection string, filter bson.D) (bool, error) {
	return tx.db.some(tx.ctx, collection, filter)
}

func (db *DB) some(ctx context.Context, collection string, filter bson.D) (bool, error) {
	err := db.db.Collection(collection).FindOne(ctx, append(filter, there), options.FindOne().SetProjection(is("_id", 1))).Err()
	if errors.Is(err, mongo.ErrNoDocuments) {
		return false, nil
	}
	return err == nil, translate(err)
}

// freeHandle completes a handle with the next number that nobody has.
func (tx *writing) freeHandle(base string) (string, error) {
	handle := base
	for n := 2; ; n++ {
		if taken, err := tx.some("users", is("handle", handle)); err != nil || !taken {
			return handle, err
		}
		handle = base + strconv.Itoa(n)
	}
}

// HasAccounts implements auth.Store.
func (db *DB) HasAccounts(ctx context.Context) (bool, error) {
	some, err := db.some(ctx, "users", bson.D{})
	return some, fault.Wrap("look for accounts", err)
}

func (db *DB) userDoc(ctx context.Context, filter bson.D) (*userDoc, error) {
	return one[userDoc](ctx, db, "account", "users", filter)
}

// Account implements auth.Store.
func (db *DB) Account(ctx context.Context, id string) (auth.Account, error) {
	d, err := db.userDoc(ctx, byID(id))
	return d.account(), err
}

// AccountByEmail implements auth.Store.
func (db *DB) AccountByEmail(ctx context.Context, email string) (auth.Account, error) {
	d, err := db.userDoc(ctx, is("emailKey", emailKey(email)))
	return d.account(), err
}

// Accounts implements auth.Store.
func (db *DB) Accounts(ctx context.Context) ([]auth.Account, error) {
	docs, err := all[userDoc](ctx, db, "users", bson.D{}, bson.D{{Key: "createdAt", Value: 1}, {Key: "_id", Value: 1}})
	list := make([]auth.Account, len(docs))
	for i, d := range docs {
		list[i] = d.account()
	}
	return list, err
}

// ChangeAccount implements auth.Store.
func (db *DB) ChangeAccount(ctx context.Context, id string, change func(*auth.Account) error) (account auth.Account, err error) {
	err = db.once(ctx, func(tx *writing) error {
		if account, err = db.Account(tx.ctx, id); err != nil {
			return err
		}
		before := account.User.Handle
		if err := change(&account); err != nil {
			return err
		}
		if account.User.Handle != before {
			if free, err := tx.freeHandle(account.User.Handle); err != nil || free != account.User.Handle {
				return fault.First(err, fault.New(fault.Conflict, "Somebody has this handle already; choose another."))
			}
		}
		tx.put("users", id, newUserDoc(&account))
		memberships, err := all[memberDoc](tx.ctx, db, "members", is("user", id), nil)
		for _, m := range memberships {
			tx.markProject(m.Project, id)
		}
		return err
	})
	return account, fault.Wrap("change account", err)
}

// SetPassword implements auth.Store.
func (db *DB) SetPassword(ctx context.Context, user, password, keep string) error {
	return fault.Wrap("set password", db.once(ctx, func(tx *writing) error {
		d, err := db.userDoc(tx.ctx, byID(user))
		if err != nil {
			return err
		}
		d.Password = password
		tx.put("users", user, d)
		return tx.endSessions(user, keep)
	}))
}

// SetDisabled implements auth.Store.
func (db *DB) SetDisabled(ctx context.Context, user string, at *entry.Instant, spare bool) error {
	return fault.Wrap("disable account", db.once(ctx, func(tx *writing) error {
		d, err := db.userDoc(tx.ctx, byID(user))
		if err != nil {
			return err
		}
		d.DisabledAt = at
		tx.put("users", user, d)
		if spare {
			others := bson.D{{Key: "admin", Value: true}, {Key: "disabledAt", Value: nil}, {Key: "_id", Value: bson.D{{Key: "$ne", Value: user}}}}
			if left, err := tx.some("users", others); err != nil || !left && (at != nil || !d.Admin) {
				return fault.First(err, fault.New(fault.Conflict, "This is the last administrator; somebody has to be one."))
			}
		}
		if at == nil {
			return nil
		}
		return fault.First(tx.endSessions(user, ""), tx.revokeTokens(user))
	}))
}
