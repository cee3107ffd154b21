package s3

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"tandem/internal/blob"
	"tandem/internal/fault"
)

// leastPart is what S3 wants of each part that it puts together, but the last.
const leastPart = 5 << 20

// mostParts is how many it puts together.
const mostParts = 10_000

// Finish implements blob.Store.
func (s *Store) Finish(ctx context.Context, upload, sum string) error {
	if !isSum(sum) || !named(upload) {
		return errNone
	}
	here, err := s.renew(ctx, sum)
	if err == nil && !here {
		err = s.assemble(ctx, upload, sum)
	}
	if err != nil {
		return err
	}
	return s.Drop(ctx, upload)
}

func isSum(sum string) bool { return len(sum) == 64 && named(sum) }

// renew makes a content that is here count as new; false where it is not.
func (s *Store) renew(ctx context.Context, sum string) (bool, error) {
	object, err := s.stat(ctx, sum)
	if fault.Is(err, fault.NotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	// A copy onto itself has to change something: the moment is what changes.
	return true, s.compose(ctx, sum, map[string]string{"again": time.Now().UTC().Format(time.RFC3339Nano)}, object.Key)
}

func (s *Store) stat(ctx context.Context, sum string) (minio.ObjectInfo, error) {
	object, err := s.client.StatObject(ctx, s.bucket, s.content(sum), minio.StatObjectOptions{})
	return object, translate("look at file", err)
}

// assemble makes a content of an upload's pieces: within the store where it can put
// them together, and through us where pieces are smaller than it takes.
func (s *Store) assemble(ctx context.Context, upload, sum string) error {
	list, err := s.pieces(ctx, upload)
	if err != nil {
		return err
	}
	size, err := length(list)
	if err != nil {
		return err
	}
	if composable(list) {
		keys := make([]string, len(list))
		for i := range list {
			keys[i] = list[i].key
		}
		return s.compose(ctx, sum, nil, keys...)
	}
	joined := &joined{ctx: ctx, store: s, list: list}
	defer joined.Close()
	return s.put(ctx, s.content(sum), joined, size)
}

func composable(list []piece) bool {
	for _, p := range list[:len(list)-1] {
		if p.size < leastPart {
			return false
		}
	}
	return len(list) <= mostParts
}

func (s *Store) compose(ctx context.Context, sum string, meta map[string]string, keys ...string) error {
	from := make([]minio.CopySrcOptions, len(keys))
	for i, key := range keys {
		from[i] = minio.CopySrcOptions{Bucket: s.bucket, Object: key}
	}
	to := minio.CopyDestOptions{Bucket: s.bucket, Object: s.content(sum), UserMetadata: meta, ReplaceMetadata: meta != nil}
	_, err := s.client.ComposeObject(ctx, to, from...)
	return translate("put file together", err)
}

// joined reads pieces as one.
type joined struct {
	ctx   context.Context
	store *Store
	list  []piece
	now   *minio.Object
}

// Read implements io.Reader.
func (j *joined) Read(p []byte) (n int, err error) {
	for len(j.list) > 0 {
		if j.now == nil {
			if j.now, err = j.store.client.GetObject(j.ctx, j.store.bucket, j.list[0].key, minio.GetObjectOptions{}); err != nil {
				return 0, err
			}
		}
		if n, err = j.now.Read(p); err != io.EOF {
			return n, err
		}
		j.Close()
		j.list = j.list[1:]
		if n > 0 {
			return n, nil
		}
	}
	return 0, io.EOF
}

// Close lets go of the piece that is being read.
func (j *joined) Close() {
	if j.now != nil {
		j.now.Close()
		j.now = nil
	}
}

// Open implements blob.Store.
func (s *Store) Open(ctx context.Context, sum string) (blob.Reader, error) {
	if !isSum(sum) {
		return nil, errNone
	}
	if _, err := s.stat(ctx, sum); err != nil {
		return nil, err
	}
	object, err := s.client.GetObject(ctx, s.bucket, s.content(sum), minio.GetObjectOptions{})
	if err != nil {
		return nil, translate("open file", err)
	}
	return object, nil
}

// Remove implements blob.Store.
func (s *Store) Remove(ctx context.Context, sum string) error {
	if !isSum(sum) {
		return nil
	}
	return s.remove(ctx, s.content(sum))
}

// Each implements blob.Store.
func (s *Store) Each(ctx context.Context, do func(sum string, since time.Time) error) error {
	folder := s.content("")
	for object := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: folder}) {
		if object.Err != nil {
			return translate("list files", object.Err)
		}
		if sum := strings.TrimPrefix(object.Key, folder); isSum(sum) {
			if err := do(sum, object.LastModified); err != nil {
				return err
			}
		}
	}
	return nil
}
