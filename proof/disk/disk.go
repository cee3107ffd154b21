// Package disk is a SQLite VFS that knows what a power cut would leave. Files are
// read and written as always; beside that, the disk remembers for each file which
// bytes were synced and which were only written. Cut makes a folder with what a
// machine would find after its power had failed at that moment: the synced bytes,
// and of the others as many as one likes. It is for proofs, and Unix only.
package disk

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// Disk is registered with SQLite under its name, for as long as the process lives.
type Disk struct {
	name string
	mu   sync.Mutex
	all  map[string]*content // by path
}

// content is a file as the medium has it, and what is on its way there.
type content struct {
	synced  []byte
	exists  bool // synced at least once: its name is on the medium, too
	pending []change
}

// change is a write, or a truncation to at where data is nil.
type change struct {
	at   int64
	data []byte
}

// New registers a disk; Name goes into the DSN as vfs=….
func New(name string) (*Disk, error) {
	d := &Disk{name: name, all: map[string]*content{}}
	if err := register(d); err != nil {
		return nil, fmt.Errorf("register VFS %s: %w", name, err)
	}
	return d, nil
}

// Name is what SQLite knows the disk by.
func (d *Disk) Name() string { return d.name }

// Cut writes into a folder what is left of the files, as of one moment, when the
// power fails now. survives is asked for each sector (512 bytes) that was written
// but not synced; nil means that none of them does. It changes nothing on the
// disk itself, so one run can be cut many times.
func (d *Disk) Cut(into string, survives func() bool) error {
	d.mu.Lock()
	left := map[string][]byte{}
	for path, c := range d.all {
		if c.exists {
			left[filepath.Base(path)] = c.after(survives)
		}
	}
	d.mu.Unlock()
	for name, data := range left {
		if err := os.WriteFile(filepath.Join(into, name), data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// Unsynced tells how many bytes are written and not synced.
func (d *Disk) Unsynced() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, c := range d.all {
		for _, change := range c.pending {
			n += len(change.data)
		}
	}
	return n
}

const sector = 512

func (c *content) after(survives func() bool) []byte {
	data := slices.Clone(c.synced)
	if survives == nil {
		return data
	}
	for _, ch := range c.pending {
		if ch.data == nil {
			if survives() {
				data = ch.apply(data)
			}
			continue
		}
		for i := 0; i < len(ch.data); i += sector {
			part := ch.data[i:min(i+sector, len(ch.data))]
			if survives() {
				torn := change{ch.at + int64(i), part}
				data = torn.apply(data)
			}
		}
	}
	return data
}

func (ch *change) apply(data []byte) []byte {
	end := ch.at + int64(len(ch.data))
	if missing := end - int64(len(data)); missing > 0 {
		data = append(data, make([]byte, missing)...)
	}
	if ch.data == nil {
		return data[:ch.at]
	}
	copy(data[ch.at:], ch.data)
	return data
}

// file gives the content of a path; what was there before the disk looked counts as synced.
func (d *Disk) file(path string) *content {
	c, ok := d.all[path]
	if !ok {
		data, err := os.ReadFile(path)
		c = &content{synced: data, exists: err == nil && len(data) > 0}
		d.all[path] = c
	}
	return c
}

func (d *Disk) changed(path string, ch change) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.file(path)
	c.pending = append(c.pending, ch)
}

// synced notes that the first count changes of a file have reached the medium:
// those that were there when the sync began.
func (d *Disk) synced(path string, count int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	c := d.file(path)
	for _, ch := range c.pending[:count] {
		c.synced = ch.apply(c.synced)
	}
	c.pending, c.exists = c.pending[count:], true
}

func (d *Disk) pending(path string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.file(path).pending)
}

func (d *Disk) opened(path string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.file(path)
}

func (d *Disk) removed(path string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.all, path)
}

// register copies the VFS that SQLite uses by default and puts ours in front.
func register(d *Disk) error {
	tls := libc.NewTLS()
	defer tls.Close()
	theirs := vfsAt(sqlite3.Xsqlite3_vfs_find(tls, 0))
	p := libc.Xmalloc(tls, libc.Tsize_t(sizeOfVFS))
	name, err := libc.CString(d.name)
	if err != nil || p == 0 {
		return fmt.Errorf("out of memory")
	}
	ours := vfsAt(p)
	*ours = *theirs
	ours.FpNext, ours.FzName = 0, name
	ours.FxOpen, ours.FxDelete = openPointer, deletePointer
	hooks.add(p, d, theirs)
	if rc := sqlite3.Xsqlite3_vfs_register(tls, p, 0); rc != sqlite3.SQLITE_OK {
		return fmt.Errorf("code %d", rc)
	}
	return nil
}
