package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// CreateUpload implements blob.Uploads.
func (db *DB) CreateUpload(ctx context.Context, u blob.Upload, most int) error {
	return fault.Wrap("create upload", db.write(ctx, func(tx *writing) error {
		var waiting int
		if err := tx.row(`SELECT count(*) FROM uploads WHERE owner = ? AND file IS NULL`, []any{u.Owner}, &waiting); err != nil {
			return err
		}
		if waiting >= most {
			return fault.New(fault.TooMany, "Too many of your uploads are unfinished; finish or cancel some of them first.")
		}
		return tx.own(`INSERT INTO uploads (id, owner, project, name, size, received, hash, sha256, file, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO NOTHING`,
			u.ID, u.Owner, u.Project, u.Name, u.Size, u.Received, u.Hash, u.SHA256, orNullJSON(u.File), int64(u.ExpiresAt))
	}))
}

// Upload implements blob.Uploads.
func (db *DB) Upload(ctx context.Context, owner, id string) (blob.Upload, error) {
	u := blob.Upload{ID: id, Owner: owner}
	var file *string
	err := db.read.QueryRowContext(ctx, `SELECT project, name, size, received, hash, sha256, file, expires_at FROM uploads WHERE id = ? AND owner = ?`, id, owner).
		Scan(&u.Project, &u.Name, &u.Size, &u.Received, &u.Hash, &u.SHA256, &file, (*int64)(&u.ExpiresAt))
	if errors.Is(err, sql.ErrNoRows) {
		return u, blob.ErrNoUpload
	}
	return u, fault.Wrap("read upload", fault.First(translate(err), scanJSON(file, &u.File)))
}

// SaveUpload implements blob.Uploads.
func (db *DB) SaveUpload(ctx context.Context, u blob.Upload) error {
	return fault.Wrap("save upload", db.write(ctx, func(tx *writing) error {
		n, err := tx.change(`UPDATE uploads SET size = ?, received = ?, hash = ?, sha256 = ?, file = ?, expires_at = ? WHERE id = ?`,
			u.Size, u.Received, u.Hash, u.SHA256, orNullJSON(u.File), int64(u.ExpiresAt), u.ID)
		if err == nil && n == 0 {
			return blob.ErrNoUpload
		}
		return err
	}))
}

// DropUpload implements blob.Uploads.
func (db *DB) DropUpload(ctx context.Context, id string) error {
	return fault.Wrap("drop upload", db.write(ctx, func(tx *writing) error {
		return tx.exec(`DELETE FROM uploads WHERE id = ?`, id)
	}))
}

// ExpiredUploads implements blob.Uploads.
func (db *DB) ExpiredUploads(ctx context.Context, before entry.Instant) ([]string, error) {
	return list(ctx, db.read, func(row scanner) (id string, err error) { return id, row.Scan(&id) },
		`SELECT id FROM uploads WHERE expires_at < ?`, int64(before))
}

// Referenced implements blob.Uploads.
func (db *DB) Referenced(ctx context.Context, sum string, deletedSince entry.Instant) (referenced bool, err error) {
	err = db.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM uploads WHERE file IS NOT NULL AND sha256 = ?1)
		OR EXISTS (SELECT 1 FROM attachments a JOIN tasks t ON t.id = a.task
			WHERE a.sha256 = ?1 AND COALESCE(a.deleted_at, ?2) >= ?2 AND COALESCE(t.deleted_at, ?2) >= ?2)`, sum, int64(deletedSince)).Scan(&referenced)
	return referenced, fault.Wrap("look for references", translate(err))
}

// UploadOf implements journal.Store.
func (db *DB) UploadOf(ctx context.Context, actor, project, upload string) (*entry.File, error) {
	u, err := db.Upload(ctx, actor, upload)
	if err != nil {
		return nil, err
	}
	return u.FileFor(project, entry.At(time.Now()))
}
