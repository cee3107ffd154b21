package disk

import (
	"bytes"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// SQLite calls these in place of the default VFS's functions; each does what the
// default does, and on success tells the disk. The pure-Go build of SQLite keeps
// C's function pointers as pointers to Go functions, and its memory outside the
// Go heap, where addresses are plain numbers.

type (
	vfs     = sqlite3.Tsqlite3_vfs
	methods = sqlite3.Tsqlite3_io_methods

	openFunc     = func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	deleteFunc   = func(tls *libc.TLS, vfs, name uintptr, syncDir int32) int32
	closeFunc    = func(tls *libc.TLS, file uintptr) int32
	writeFunc    = func(tls *libc.TLS, file, from uintptr, amount int32, at int64) int32
	truncateFunc = func(tls *libc.TLS, file uintptr, size int64) int32
	syncFunc     = func(tls *libc.TLS, file uintptr, flags int32) int32
)

const sizeOfVFS = unsafe.Sizeof(vfs{})

var (
	openPointer   = pointerTo(open)
	deletePointer = pointerTo(remove)
)

// registry finds what a number that SQLite hands over stands for.
type registry struct {
	mu      sync.Mutex
	disks   map[uintptr]*Disk   // by the address of our VFS
	theirs  map[uintptr]*vfs    // the default VFS, by the address of ours
	files   map[uintptr]*handle // by the address of SQLite's file object
	ourOwns map[uintptr]uintptr // our table of methods for each of the default's
}

// handle is an open file of a disk.
type handle struct {
	disk    *Disk
	path    string
	methods *methods // the default's
}

var hooks = registry{
	disks: map[uintptr]*Disk{}, theirs: map[uintptr]*vfs{}, files: map[uintptr]*handle{}, ourOwns: map[uintptr]uintptr{},
}

func (r *registry) add(p uintptr, d *Disk, theirs *vfs) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.disks[p], r.theirs[p] = d, theirs
}

func (r *registry) vfs(p uintptr) (*Disk, *vfs) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.disks[p], r.theirs[p]
}

func (r *registry) file(p uintptr) *handle {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.files[p]
}

// take puts our methods in front of an open file's own.
func (r *registry) take(tls *libc.TLS, file uintptr, disk *Disk, path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	table := (*uintptr)(at(file)) // the first member of sqlite3_file
	r.files[file] = &handle{disk, path, (*methods)(at(*table))}
	if r.ourOwns[*table] == 0 {
		ours := libc.Xmalloc(tls, libc.Tsize_t(unsafe.Sizeof(methods{})))
		m := (*methods)(at(ours))
		*m = *(*methods)(at(*table))
		m.FxClose, m.FxWrite = pointerTo(closed), pointerTo(write)
		m.FxTruncate, m.FxSync = pointerTo(truncate), pointerTo(synchronize)
		r.ourOwns[*table] = ours
	}
	*table = r.ourOwns[*table]
}

func open(tls *libc.TLS, p, name, file uintptr, flags int32, outFlags uintptr) int32 {
	disk, theirs := hooks.vfs(p)
	rc := function[openFunc](theirs.FxOpen)(tls, p, name, file, flags, outFlags)
	if rc == sqlite3.SQLITE_OK && name != 0 {
		path := libc.GoString(name)
		disk.opened(path)
		hooks.take(tls, file, disk, path)
	}
	return rc
}

func remove(tls *libc.TLS, p, name uintptr, syncDir int32) int32 {
	disk, theirs := hooks.vfs(p)
	rc := function[deleteFunc](theirs.FxDelete)(tls, p, name, syncDir)
	if rc == sqlite3.SQLITE_OK {
		disk.removed(libc.GoString(name))
	}
	return rc
}

func closed(tls *libc.TLS, file uintptr) int32 {
	h := hooks.file(file)
	rc := function[closeFunc](h.methods.FxClose)(tls, file)
	hooks.mu.Lock()
	defer hooks.mu.Unlock()
	delete(hooks.files, file)
	return rc
}

func write(tls *libc.TLS, file, from uintptr, amount int32, offset int64) int32 {
	h := hooks.file(file)
	rc := function[writeFunc](h.methods.FxWrite)(tls, file, from, amount, offset)
	if rc == sqlite3.SQLITE_OK {
		h.disk.changed(h.path, change{offset, bytes.Clone(unsafe.Slice((*byte)(at(from)), amount))})
	}
	return rc
}

func truncate(tls *libc.TLS, file uintptr, size int64) int32 {
	h := hooks.file(file)
	rc := function[truncateFunc](h.methods.FxTruncate)(tls, file, size)
	if rc == sqlite3.SQLITE_OK {
		h.disk.changed(h.path, change{at: size})
	}
	return rc
}

func synchronize(tls *libc.TLS, file uintptr, flags int32) int32 {
	h := hooks.file(file)
	count := h.disk.pending(h.path)
	rc := function[syncFunc](h.methods.FxSync)(tls, file, flags)
	if rc == sqlite3.SQLITE_OK {
		h.disk.synced(h.path, count)
	}
	return rc
}

// at turns an address outside the Go heap into a pointer.
func at(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

func vfsAt(p uintptr) *vfs { return (*vfs)(at(p)) }

// pointerTo gives what SQLite keeps as a pointer to a C function.
func pointerTo[F any](f F) uintptr { return *(*uintptr)(unsafe.Pointer(&f)) }

// function turns such a pointer back.
func function[F any](p uintptr) F { return *(*F)(unsafe.Pointer(&p)) }
