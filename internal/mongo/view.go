package mongo

import (
	"context"
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/project"
	"tandem/internal/view"
)

var _ view.Store = (*DB)(nil)

var byName = bson.D{{Key: "name", Value: 1}, {Key: "_id", Value: 1}}

// Views implements api.Reads.
func (db *DB) Views(ctx context.Context, actor, in string) ([]*entry.View, error) {
	if sees, err := db.sees(ctx, actor, in); err != nil || !sees {
		return []*entry.View{}, err
	}
	return db.viewsOf(ctx, "views", is("project", in))
}

func (db *DB) viewsOf(ctx context.Context, collection string, filter bson.D) ([]*entry.View, error) {
	list := []*entry.View{}
	docs, err := all[viewDoc](ctx, db, collection, filter, byName)
	for _, d := range docs {
		list = append(list, &d.View)
	}
	return list, err
}

// AddView implements view.Store.
func (db *DB) AddView(ctx context.Context, v *entry.View) error {
	return fault.Wrap("add view", db.once(ctx, func(tx *writing) error {
		have, err := all[viewDoc](tx.ctx, db, "own_views", ownViews(v.CreatedBy, v.Project), nil)
		if err != nil {
			return err
		}
		if len(have) >= project.MaxViews {
			return fault.New(fault.Conflict, fmt.Sprintf("You have %d views of your own here already; delete some.", project.MaxViews))
		}
		for _, collection := range []string{"views", "own_views"} {
			if taken, err := tx.some(collection, byID(v.ID)); err != nil || taken {
				return fault.First(err, fault.New(fault.Conflict, "Something with this id exists already."))
			}
		}
		tx.put("own_views", v.ID, v)
		return nil
	}))
}

func ownViews(user, in string) bson.D {
	return bson.D{{Key: "createdBy", Value: user}, {Key: "project", Value: in}}
}

// OwnViews implements view.Store.
func (db *DB) OwnViews(ctx context.Context, user, in string) ([]*entry.View, error) {
	visible, err := db.visible(ctx, user, map[string][]string{in: nil})
	if err != nil || len(visible) == 0 {
		return []*entry.View{}, fault.Wrap("list views", err)
	}
	return db.viewsOf(ctx, "own_views", ownViews(user, in))
}

// ChangeView implements view.Store.
func (db *DB) ChangeView(ctx context.Context, user, in, id string, set *entry.Set) (v *entry.View, err error) {
	err = db.once(ctx, func(tx *writing) error {
		d, err := tx.ownView(user, in, id)
		if err != nil {
			return err
		}
		v = &d.View
		project.SetView(v, set)
		tx.put("own_views", id, v)
		return nil
	})
	return v, fault.Wrap("change view", err)
}

func (tx *writing) ownView(user, in, id string) (*viewDoc, error) {
	return one[viewDoc](tx.ctx, tx.db, "view", "own_views", append(byID(id), ownViews(user, in)...))
}

// RemoveView implements view.Store.
func (db *DB) RemoveView(ctx context.Context, user, in, id string) error {
	return fault.Wrap("remove view", db.once(ctx, func(tx *writing) error {
		_, err := tx.ownView(user, in, id)
		if err == nil {
			tx.remove("own_views", id)
		}
		return err
	}))
}
