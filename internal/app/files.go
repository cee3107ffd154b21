package app

import (
	"context"
	"path/filepath"

	"tandem/internal/blob"
	"tandem/internal/s3"
)

// newFiles opens where files are kept.
func (a *App) newFiles(ctx context.Context) (*blob.Service, error) {
	store, err := a.fileStore(ctx)
	if err != nil {
		return nil, err
	}
	return blob.New(blob.Options{
		Store: store, Uploads: a.store, MaxBytes: a.settings.Upload(), Previews: filepath.Join(a.settings.Data, "previews"),
		Fail: func(err error) { a.log.Error("files", "error", err) },
	}), nil
}

// fileStore is the object store that is set, or else the folder.
func (a *App) fileStore(ctx context.Context) (blob.Store, error) {
	if a.settings.Files == "" {
		return blob.OpenFolder(filepath.Join(a.settings.Data, "files"))
	}
	store, err := s3.Open(ctx, a.settings.Files, a.settings.Data)
	if err != nil {
		return nil, err
	}
	return store, a.claimBucket(ctx, store)
}
