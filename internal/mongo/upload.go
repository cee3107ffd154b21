package mongo

import (
	"context"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

var _ blob.Uploads = (*DB)(nil)

// uploadDoc is a file on its way here.
type uploadDoc struct {
	ID        string        `bson:"_id"`
	Owner     string        `bson:"owner"`
	Project   string        `bson:"project"`
	Name      string        `bson:"name"`
	Size      int64         `bson:"size"`
	Received  int64         `bson:"received"`
	Hash      []byte        `bson:"hash"`
	SHA256    string        `bson:"sha256"`
	File      *entry.File   `bson:"file"`
	ExpiresAt entry.Instant `bson:"expiresAt"`
}

func newUploadDoc(u *blob.Upload) uploadDoc {
	return uploadDoc{u.ID, u.Owner, u.Project, u.Name, u.Size, u.Received, u.Hash, u.SHA256, u.File, u.ExpiresAt}
}

func (d *uploadDoc) upload() blob.Upload {
	u := blob.Upload{
		ID: d.ID, Owner: d.Owner, Project: d.Project, Name: d.Name, Size: d.Size, Received: d.Received, SHA256: d.SHA256, File: d.File, ExpiresAt: d.ExpiresAt,
	}
	if len(d.Hash) > 0 {
		u.Hash = d.Hash
	}
	return u
}

// CreateUpload implements blob.Uploads. Of those that somebody creates at one moment
// a few too many may come through: what is counted is no secret and no right.
func (db *DB) CreateUpload(ctx context.Context, u blob.Upload, most int) error {
	waiting, err := db.db.Collection("uploads").CountDocuments(ctx, bson.D{{Key: "owner", Value: u.Owner}, {Key: "file", Value: nil}})
	if err == nil && waiting >= int64(most) {
		return fault.New(fault.TooMany, "Too many of your uploads are unfinished; finish or cancel some of them first.")
	}
	if err == nil {
		_, err = db.db.Collection("uploads").InsertOne(ctx, newUploadDoc(&u))
	}
	return fault.Wrap("create upload", translate(err))
}

// Upload implements blob.Uploads.
func (db *DB) Upload(ctx context.Context, owner, id string) (blob.Upload, error) {
	d, err := one[uploadDoc](ctx, db, "upload", "uploads", append(byID(id), bson.E{Key: "owner", Value: owner}))
	if fault.Is(err, fault.NotFound) {
		err = blob.ErrNoUpload
	}
	return d.upload(), err
}

// SaveUpload implements blob.Uploads.
func (db *DB) SaveUpload(ctx context.Context, u blob.Upload) error {
	result, err := db.db.Collection("uploads").ReplaceOne(ctx, byID(u.ID), newUploadDoc(&u))
	if err == nil && result.MatchedCount == 0 {
		return blob.ErrNoUpload
	}
	return fault.Wrap("save upload", translate(err))
}

// DropUpload implements blob.Uploads.
func (db *DB) DropUpload(ctx context.Context, id string) error {
	_, err := db.db.Collection("uploads").DeleteOne(ctx, byID(id))
	return fault.Wrap("drop upload", translate(err))
}

// ExpiredUploads implements blob.Uploads.
func (db *DB) ExpiredUploads(ctx context.Context, before entry.Instant) (ids []string, err error) {
	err = each(ctx, db, "uploads", is("expiresAt", bson.D{{Key: "$lt", Value: before}}), is("_id", 1), func(d *uploadDoc) { ids = append(ids, d.ID) })
	return ids, fault.Wrap("look for expired uploads", err)
}

// Referenced implements blob.Uploads.
func (db *DB) Referenced(ctx context.Context, sum string, deletedSince entry.Instant) (bool, error) {
	whole, err := db.some(ctx, "uploads", bson.D{{Key: "sha256", Value: sum}, {Key: "file", Value: bson.D{{Key: "$ne", Value: nil}}}})
	if err != nil || whole {
		return whole, fault.Wrap("look for references", err)
	}
	kept := bson.E{Key: "$or", Value: bson.A{is("deletedAt", nil), is("deletedAt", bson.D{{Key: "$gte", Value: deletedSince}})}}
	var tasks []string
	err = each(ctx, db, "attachments", bson.D{{Key: "sha256", Value: sum}, kept}, nil, func(d *attachmentDoc) { tasks = append(tasks, d.Task) })
	if err != nil || len(tasks) == 0 {
		return false, fault.Wrap("look for references", err)
	}
	some, err := db.some(ctx, "tasks", bson.D{{Key: "_id", Value: among(tasks)}, kept})
	return some, fault.Wrap("look for references", err)
}

// UploadOf implements journal.Store.
func (db *DB) UploadOf(ctx context.Context, actor, project, upload string) (*entry.File, error) {
	u, err := db.Upload(ctx, actor, upload)
	if err != nil {
		return nil, err
	}
	return u.FileFor(project, entry.At(time.Now()))
}
