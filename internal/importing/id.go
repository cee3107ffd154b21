package importing

import (
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"time"

	"github.com/google/uuid"
)

// ID makes the id of something brought from elsewhere: the same words give the
// same id, at any time and on any machine. It has the form of a UUIDv7 (RFC 9562
// 5.7) with the time at which the thing was made, so that it sorts with its age,
// and a hash of the words in place of chance. A word may not hold NUL.
func ID(at time.Time, words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, "\x00")))
	var id uuid.UUID
	copy(id[:], sum[:])
	var ms [8]byte
	binary.BigEndian.PutUint64(ms[:], uint64(max(at.UnixMilli(), 0)))
	copy(id[:6], ms[2:])
	id[6] = id[6]&0x0f | 0x70
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
