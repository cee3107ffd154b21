package s3

import (
	"context"
	"io"
	"strings"

	"github.com/minio/minio-go/v7"

	"tandem/internal/fault"
)

// mostMark is how much of a mark is read, in bytes.
const mostMark = 1 << 10

// Claim notes whose files these are, where nobody has yet, and gives whose they are
// then. Whoever else works on them would take what it does not know for left over.
func (s *Store) Claim(ctx context.Context, owner string) (whose string, err error) {
	whose, err = s.mark(ctx)
	if !fault.Is(err, fault.NotFound) {
		return whose, err
	}
	if err := s.put(ctx, s.markKey(), strings.NewReader(owner), int64(len(owner))); err != nil {
		return "", err
	}
	return s.mark(ctx) // of two at once the later one counts
}

func (s *Store) markKey() string { return s.prefix + "instance" }

func (s *Store) mark(ctx context.Context) (string, error) {
	object, err := s.client.GetObject(ctx, s.bucket, s.markKey(), minio.GetObjectOptions{})
	if err != nil {
		return "", translate("read whose files these are", err)
	}
	defer object.Close()
	text, err := io.ReadAll(io.LimitReader(object, mostMark))
	return string(text), translate("read whose files these are", err)
}
