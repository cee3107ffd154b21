package app

import (
	"path/filepath"

	"tandem/internal/blob"
)

// newFiles opens the folder of files.
func (a *App) newFiles() (*blob.Service, error) {
	folder, err := blob.OpenFolder(filepath.Join(a.settings.Data, "files"))
	if err != nil {
		return nil, err
	}
	return blob.New(blob.Options{
		Store: folder, Uploads: a.store, MaxBytes: a.settings.MaxUploadMiB << 20, Previews: filepath.Join(a.settings.Data, "previews"),
		Fail: func(err error) { a.log.Error("files", "error", err) },
	}), nil
}
