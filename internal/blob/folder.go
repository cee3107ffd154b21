package blob

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"tandem/internal/fault"
)

// Folder is a Store in a folder: contents in "ab/abcdef…", uploads in "uploads".
// A content gets its name when all of it is on the disk, and the name is on the
// disk before Finish returns: after a power cut it is there whole or not at all.
type Folder struct{ path string }

// OpenFolder makes the folder where it is missing.
func OpenFolder(path string) (*Folder, error) {
	f := &Folder{path}
	if err := os.MkdirAll(f.uploads(), 0o700); err != nil {
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "The folder of files " + path + " cannot be used: " + err.Error(), Err: err}
	}
	return f, syncFolder(path)
}

func (f *Folder) uploads() string           { return filepath.Join(f.path, "uploads") }
func (f *Folder) upload(id string) string   { return filepath.Join(f.uploads(), id) }
func (f *Folder) content(sum string) string { return filepath.Join(f.path, sum[:2], sum) }
func (f *Folder) named(sum string) bool {
	return len(sum) == 64 && filepath.IsLocal(sum) && filepath.Base(sum) == sum
}
func (f *Folder) startable(upload string) bool {
	return filepath.IsLocal(upload) && filepath.Base(upload) == upload
}

// buffers hold what is being copied: all that an upload takes of memory.
var buffers = sync.Pool{New: func() any { return new([256 << 10]byte) }}

// Write implements Store.
func (f *Folder) Write(_ context.Context, upload string, at int64, r io.Reader) (n int64, err error) {
	if !f.startable(upload) {
		return 0, errNone
	}
	file, err := os.OpenFile(f.upload(upload), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, DiskFault("write file", err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || info.Size() < at {
		return 0, fault.New(fault.Internal, "A part of this upload was lost; begin it anew.")
	}
	if err := file.Truncate(at); err != nil {
		return 0, DiskFault("write file", err)
	}
	if _, err := file.Seek(at, io.SeekStart); err != nil {
		return 0, DiskFault("write file", err)
	}
	buffer := buffers.Get().(*[256 << 10]byte)
	defer buffers.Put(buffer)
	n, err = io.CopyBuffer(onlyWriter{file}, r, buffer[:])
	if syncErr := file.Sync(); syncErr != nil {
		return 0, DiskFault("write file", syncErr)
	}
	if at == 0 {
		if err := syncFolder(f.uploads()); err != nil {
			return 0, err
		}
	}
	return n, DiskFault("write file", err)
}

// onlyWriter hides that a file could read by itself, with a buffer of its own.
type onlyWriter struct{ io.Writer }

// Finish implements Store.
func (f *Folder) Finish(_ context.Context, upload, sum string) error {
	if !f.named(sum) || !f.startable(upload) {
		return errNone
	}
	to := f.content(sum)
	if _, err := os.Stat(to); err == nil {
		now := time.Now()
		if err := os.Chtimes(to, now, now); err != nil {
			return DiskFault("finish file", err)
		}
		return f.drop(upload)
	}
	if err := os.Mkdir(filepath.Dir(to), 0o700); err == nil {
		if err := syncFolder(f.path); err != nil {
			return err
		}
	} else if !errors.Is(err, fs.ErrExist) {
		return DiskFault("finish file", err)
	}
	now := time.Now()
	if err := os.Chtimes(f.upload(upload), now, now); err != nil { // it is here since now, however long it took
		return DiskFault("finish file", err)
	}
	if err := os.Rename(f.upload(upload), to); err != nil {
		return DiskFault("finish file", err)
	}
	return syncFolder(filepath.Dir(to))
}

// Drop implements Store.
func (f *Folder) Drop(_ context.Context, upload string) error {
	if !f.startable(upload) {
		return nil
	}
	return f.drop(upload)
}

func (f *Folder) drop(upload string) error { return remove(f.upload(upload)) }

func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return DiskFault("remove file", err)
	}
	return nil
}

// Open implements Store.
func (f *Folder) Open(_ context.Context, sum string) (Reader, error) {
	if !f.named(sum) {
		return nil, errNone
	}
	file, err := os.Open(f.content(sum))
	if err != nil {
		return nil, DiskFault("open file", err)
	}
	return file, nil
}

// Remove implements Store.
func (f *Folder) Remove(_ context.Context, sum string) error {
	if !f.named(sum) {
		return nil
	}
	return remove(f.content(sum))
}

// Each implements Store.
func (f *Folder) Each(ctx context.Context, do func(sum string, since time.Time) error) error {
	folders, err := os.ReadDir(f.path)
	if err != nil {
		return DiskFault("list files", err)
	}
	for _, folder := range folders {
		if len(folder.Name()) != 2 || !folder.IsDir() {
			continue
		}
		if err := f.eachIn(ctx, folder.Name(), do); err != nil {
			return err
		}
	}
	return nil
}

func (f *Folder) eachIn(ctx context.Context, name string, do func(sum string, since time.Time) error) error {
	files, err := os.ReadDir(filepath.Join(f.path, name))
	if err != nil {
		return DiskFault("list files", err)
	}
	for _, file := range files {
		info, err := file.Info()
		if err != nil || !f.named(file.Name()) {
			continue // it has gone meanwhile, or is not ours
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := do(file.Name(), info.ModTime()); err != nil {
			return err
		}
	}
	return nil
}

// syncFolder makes the names in a folder durable.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return DiskFault("sync folder", err)
	}
	defer folder.Close()
	return DiskFault("sync folder", folder.Sync())
}

var errNone = fault.New(fault.NotFound, "There is no such file.")

// DiskFault says in which way a disk refused; other errors, of who sends, stay.
func DiskFault(op string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT), errors.Is(err, syscall.EFBIG):
		return &fault.Error{Kind: fault.Full, Op: op, Message: "There is no room left for files on this server; tell its administrator.", Err: err}
	case errors.Is(err, fs.ErrNotExist):
		return &fault.Error{Kind: fault.NotFound, Op: op, Message: errNone.Message, Err: err}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EIO), errors.Is(err, syscall.EROFS):
		return &fault.Error{Kind: fault.Unavailable, Op: op, Message: "Files cannot be kept now; try again soon.", Err: err}
	}
	return fault.Wrap(op, err)
}
