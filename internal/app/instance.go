package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"tandem/internal/fault"
	"tandem/internal/s3"
	"tandem/internal/sqlite"
)

// instanceFile says in the data folder to whose database its files belong: those of
// another one would count as left over, and be removed.
const instanceFile = "instance"

// unsubscribing is the secret that every database has from its first start on, and
// that goes with it to another server.
const unsubscribing = "unsubscribe"

// Faults of working on the files of another database.
var (
	errOtherFolder = fault.New(fault.Unavailable,
		"The files in the folder that --data names belong to another database. Name another folder, or copy that database by tandem migrate.")
	errOtherBucket = fault.New(fault.Unavailable,
		"The files in the bucket that --files names belong to another database. Name another bucket, or another folder in it, or copy that database by tandem migrate.")
)

// claimFolder refuses a folder whose files belong to another database, and notes to
// which one they belong where nobody has yet.
func (a *App) claimFolder(ctx context.Context) error {
	own := instanceOf(a.mailKey)
	file := filepath.Join(a.settings.Data, instanceFile)
	had, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := a.besideEmbedded(ctx, own); err != nil {
			return err
		}
		return a.noteInstance(file, own)
	}
	if err == nil && string(had) != own {
		return errOtherFolder
	}
	return err
}

// claimBucket does the same for a bucket, which says so in an object.
func (a *App) claimBucket(ctx context.Context, bucket *s3.Store) error {
	own := instanceOf(a.mailKey)
	whose, err := bucket.Claim(ctx, own)
	if err == nil && whose != own {
		return errOtherBucket
	}
	return err
}

func instanceOf(secret []byte) string {
	sum := sha256.Sum256(secret)
	return hex.EncodeToString(sum[:16]) + "\n"
}

// besideEmbedded refuses a folder with an embedded database that this one is no copy of.
func (a *App) besideEmbedded(ctx context.Context, own string) error {
	if a.settings.Database == "" {
		return nil
	}
	isThere, err := sqlite.Exists(ctx, a.settings.Data)
	if err != nil || !isThere {
		return err
	}
	db, err := sqlite.Open(ctx, a.settings.Data, sqlite.Options{})
	if err != nil {
		return err
	}
	defer db.Close()
	secret, err := db.Secret(ctx, unsubscribing)
	if err == nil && instanceOf(secret) != own {
		return errOtherFolder
	}
	return err
}

// noteInstance writes it under another name first: half of it would refuse every start
// from then on.
func (a *App) noteInstance(file, own string) error {
	if err := os.MkdirAll(a.settings.Data, 0o700); err != nil {
		return err
	}
	made, err := os.CreateTemp(a.settings.Data, instanceFile+"-*")
	if err != nil {
		return err
	}
	_, err = made.WriteString(own)
	err = fault.First(err, made.Sync(), made.Close())
	if err == nil {
		err = os.Rename(made.Name(), file)
	}
	if err != nil {
		_ = os.Remove(made.Name())
	}
	return err
}
