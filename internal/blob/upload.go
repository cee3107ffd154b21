package blob

import (
	"context"
	"crypto/sha256"
	"encoding"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/picture"
)

// Upload is a file on its way here.
type Upload struct {
	ID, Owner, Project, Name string
	Size                     int64  // bytes, when it will be whole; Unknown before its sender knows
	Received                 int64  // bytes that are here durably
	Hash                     []byte // the state of SHA-256 after them; nil at the beginning
	SHA256                   string // of all of it, in hex; before it is whole what it must be, "" for any
	ExpiresAt                entry.Instant
	File                     *entry.File // nil: it is not whole
}

// Unknown is the size of an upload that is sent while it is made, such as a
// recording; Settle says it.
const Unknown = -1

// ErrNoUpload is what there is of an upload that is somebody else's, gone, too old,
// not whole, or another project's.
var ErrNoUpload = fault.New(fault.NotFound, "There is no such upload, or it has expired.")

// FileFor gives the file of an upload that can be attached in a project now.
func (u *Upload) FileFor(project string, now entry.Instant) (*entry.File, error) {
	if u.Project != project || u.File == nil || u.ExpiresAt < now {
		return nil, ErrNoUpload
	}
	return u.File, nil
}

// Uploads keeps what is known of uploads. Implementation: package sqlite.
type Uploads interface {
	// CreateUpload is TooMany where its owner has that many unfinished ones, and a
	// Conflict where the id is taken.
	CreateUpload(ctx context.Context, u Upload, most int) error

	// Upload gives somebody's own; NotFound for others.
	Upload(ctx context.Context, owner, id string) (Upload, error)

	// SaveUpload writes how far it is; NotFound where it has gone.
	SaveUpload(ctx context.Context, u Upload) error

	DropUpload(ctx context.Context, id string) error
	ExpiredUploads(ctx context.Context, before entry.Instant) ([]string, error)

	// Referenced tells whether a whole upload, or an attachment that is there or
	// was deleted since, has a content.
	Referenced(ctx context.Context, sum string, deletedSince entry.Instant) (bool, error)
}

// Options of a Service.
type Options struct {
	Store    Store
	Uploads  Uploads
	MaxBytes int64  // of one file
	Previews string // the folder of previews; losing it costs their making
	Clock    func() time.Time
	Fail     func(error) // hears of what fails in the background
}

// What an upload may take.
const (
	KeptMs        = 24 * 60 * 60 * 1000 // how long one is kept that nobody goes on with or attaches
	MaxUnfinished = 100                 // of one person
)

// Faults of uploads.
var (
	ErrChecksum = fault.New(fault.Invalid, "What arrived is not what was sent: its checksum differs. Send it again.")
	ErrOffset   = fault.New(fault.Conflict, "The upload goes on at another byte; ask where it stands.")
	ErrBusy     = fault.New(fault.Conflict, "Another request sends this upload now; wait a moment.")
	errTooMuch  = fault.New(fault.TooLarge, "More was sent than the upload's size.")
	errSize     = fault.New(fault.Conflict, "The upload has another size, or more of it is here already.")
)

// Service takes uploads and gives contents.
type Service struct {
	options Options
	busy    sync.Map      // ids of uploads that are being written
	drawing chan struct{} // one preview is made at a time
	keeping sync.Mutex    // held while a content gets its first reference, and while one without any is removed
}

// New makes a service.
func New(options Options) *Service {
	if options.Clock == nil {
		options.Clock = time.Now
	}
	return &Service{options: options, drawing: make(chan struct{}, 1)}
}

// MaxBytes is how large one file may be.
func (s *Service) MaxBytes() int64 { return s.options.MaxBytes }

// Create begins an upload of a size, or of an Unknown one, under a new id. Sum is
// what all of it must have, "" where the sender does not know.
func (s *Service) Create(ctx context.Context, u Upload) (Upload, error) {
	if err := s.check(max(u.Size, 0)); err != nil {
		return u, err
	}
	u.ID, u.Name, u.ExpiresAt = entry.NewID(), CleanName(u.Name), s.expiry()
	if err := s.options.Uploads.CreateUpload(ctx, u, MaxUnfinished); err != nil {
		return u, err
	}
	if u.Size != 0 {
		return u, nil
	}
	return u, s.Append(ctx, &u, 0, eof{}, nil)
}

type eof struct{}

func (eof) Read([]byte) (int, error) { return 0, io.EOF }

func (s *Service) check(size int64) error {
	if size > s.options.MaxBytes {
		return fault.New(fault.TooLarge, fmt.Sprintf("A file has at most %d MiB here.", s.options.MaxBytes>>20))
	}
	return nil
}

// Settle says the size of an upload that was begun without one. Repeated with the
// same size it does nothing more; with another, or less than is here, it is a Conflict.
func (s *Service) Settle(ctx context.Context, u *Upload, size int64) error {
	if err := s.check(size); err != nil {
		return err
	}
	if !s.take(u.ID) {
		return ErrBusy
	}
	defer s.busy.Delete(u.ID)
	fresh, err := s.options.Uploads.Upload(ctx, u.Owner, u.ID)
	if err != nil {
		return err
	}
	switch *u = fresh; {
	case u.Size == size:
		return nil
	case u.Size != Unknown || size < u.Received:
		return errSize
	}
	u.Size = size
	return s.options.Uploads.SaveUpload(ctx, *u)
}

// room is how many more bytes there may be of an upload.
func (s *Service) room(u *Upload) int64 {
	if u.Size == Unknown {
		return s.options.MaxBytes - u.Received
	}
	return u.Size - u.Received
}

func (s *Service) expiry() entry.Instant { return entry.At(s.options.Clock()) + KeptMs }

// Upload gives somebody's own. One whose last bytes arrived right before the
// server stopped becomes whole now.
func (s *Service) Upload(ctx context.Context, owner, id string) (Upload, error) {
	u, err := s.options.Uploads.Upload(ctx, owner, id)
	if err == nil && u.File == nil && u.Received == u.Size && s.take(id) {
		defer s.busy.Delete(id)
		err = s.finish(ctx, &u)
	}
	return u, err
}

func (s *Service) take(id string) bool {
	_, taken := s.busy.LoadOrStore(id, true)
	return !taken
}

// Append goes on with an upload at a byte. What arrived before r broke off is
// kept, but where sum, the SHA-256 of all that r gives, is named: then all of it is
// kept, or nothing. With the last byte the upload is whole.
func (s *Service) Append(ctx context.Context, u *Upload, at int64, r io.Reader, sum []byte) error {
	if !s.take(u.ID) {
		return ErrBusy
	}
	defer s.busy.Delete(u.ID)
	fresh, err := s.options.Uploads.Upload(ctx, u.Owner, u.ID)
	if err != nil {
		return err
	}
	if *u = fresh; at != u.Received || u.File != nil && u.Size > 0 {
		return ErrOffset
	}
	whole, err := resume(u.Hash)
	if err != nil {
		return err
	}
	in := &source{from: r, left: s.room(u), hashes: []hash.Hash{whole}}
	if sum != nil {
		in.hashes = append(in.hashes, sha256.New())
	}
	n, err := s.options.Store.Write(ctx, u.ID, at, in)
	switch {
	case err == nil && sum != nil && string(in.hashes[1].Sum(nil)) != string(sum):
		return ErrChecksum
	case err != nil && (sum != nil || in.broke == nil):
		return err
	}
	return fault.First(s.advance(ctx, u, n, whole), err)
}

// source is what a sender gives: no more than there may be, hashed on its way.
type source struct {
	from   io.Reader
	left   int64 // bytes
	hashes []hash.Hash
	broke  error // why it ended too early
}

func (s *source) Read(p []byte) (int, error) {
	if s.left == 0 {
		if n, _ := io.ReadFull(s.from, make([]byte, 1)); n > 0 {
			return 0, errTooMuch
		}
		return 0, io.EOF
	}
	n, err := s.from.Read(p[:min(int64(len(p)), s.left)])
	s.left -= int64(n)
	for _, h := range s.hashes {
		h.Write(p[:n])
	}
	if err != nil && err != io.EOF {
		s.broke = err
	}
	return n, err
}

// advance writes how far an upload is. The caller who left does not stop it: what
// is on the disk counts.
func (s *Service) advance(ctx context.Context, u *Upload, n int64, whole hash.Hash) error {
	ctx = context.WithoutCancel(ctx)
	state, err := whole.(encoding.BinaryMarshaler).MarshalBinary()
	if err != nil {
		return err
	}
	u.Received, u.Hash, u.ExpiresAt = u.Received+n, state, s.expiry()
	if err := s.options.Uploads.SaveUpload(ctx, *u); err != nil || u.Received != u.Size {
		return err
	}
	return s.finish(ctx, u)
}

// resume gives the SHA-256 of what has arrived before.
func resume(state []byte) (hash.Hash, error) {
	h := sha256.New()
	if state == nil {
		return h, nil
	}
	return h, h.(encoding.BinaryUnmarshaler).UnmarshalBinary(state)
}

// finish makes an upload whole of which all bytes are here.
func (s *Service) finish(ctx context.Context, u *Upload) error {
	whole, err := resume(u.Hash)
	if err != nil {
		return err
	}
	sum := hex.EncodeToString(whole.Sum(nil))
	if u.SHA256 != "" && u.SHA256 != sum {
		return fault.First(s.drop(ctx, u.ID), ErrChecksum)
	}
	u.SHA256 = sum
	return s.keep(ctx, u.ID, u, s.options.Uploads.SaveUpload)
}

// keep gives a content its first reference. No sweep removes it in between.
func (s *Service) keep(ctx context.Context, part string, u *Upload, save func(context.Context, Upload) error) error {
	s.keeping.Lock()
	defer s.keeping.Unlock()
	if err := s.options.Store.Finish(ctx, part, u.SHA256); err != nil {
		return err
	}
	content, err := s.options.Store.Open(ctx, u.SHA256)
	if err != nil {
		return err
	}
	defer content.Close()
	facts := picture.Look(content)
	u.File = &entry.File{Name: u.Name, Size: u.Size, Mime: facts.Mime, SHA256: u.SHA256}
	if facts.Width > 0 {
		u.File.Width, u.File.Height = new(int64(facts.Width)), new(int64(facts.Height))
	}
	if facts.Seconds > 0 {
		u.File.DurationSeconds = new(int64(facts.Seconds))
	}
	return save(ctx, *u)
}

// Receive takes a whole file at once, of a size that is not known before. Command
// names the wish that it belongs to, "" where it has no id: the same file for the
// same wish is the same upload.
func (s *Service) Receive(ctx context.Context, u Upload, r io.Reader, command string) (Upload, error) {
	part, whole := entry.NewID(), sha256.New()
	defer s.options.Store.Drop(context.WithoutCancel(ctx), part)
	n, err := s.options.Store.Write(ctx, part, 0, io.TeeReader(&io.LimitedReader{R: r, N: s.options.MaxBytes + 1}, whole))
	if err != nil {
		return u, err
	}
	if err := s.check(n); err != nil {
		return u, err
	}
	u.SHA256 = hex.EncodeToString(whole.Sum(nil))
	u.ID, u.Name, u.Size, u.Received, u.ExpiresAt = idFor(part, command, u.SHA256), CleanName(u.Name), n, n, s.expiry()
	err = s.keep(ctx, part, &u, func(ctx context.Context, u Upload) error {
		return s.options.Uploads.CreateUpload(ctx, u, MaxUnfinished+1)
	})
	if fault.Is(err, fault.Conflict) {
		return s.options.Uploads.Upload(ctx, u.Owner, u.ID)
	}
	return u, err
}

// idFor gives the id of what was received for a command.
func idFor(fresh, command, sum string) string {
	if command == "" {
		return fresh
	}
	return uuid.NewSHA1(uuid.NameSpaceOID, []byte(command+sum)).String()
}
