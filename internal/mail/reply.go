package mail

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	netmail "net/mail"
	"strings"

	"github.com/google/uuid"
)

// Mark is the line of a mail above which one answers it.
const Mark = "---- Answer above this line to comment ----"

// Replies are addresses to which mail is answered: of each notification its own. A
// token stands in the local part, in letters that survive being put in lower case.
type Replies struct {
	Key  Key
	Base netmail.Address // "reply@example.org": the tokens' are reply+…@example.org
}

var letters = base32.HexEncoding.WithPadding(base32.NoPadding)

const signatureBytes = 12

// Address gives that of a notification, an id.
func (r *Replies) Address(notification string) string {
	id := uuid.MustParse(notification)
	local, domain, _ := strings.Cut(r.Base.Address, "@")
	return local + "+" + strings.ToLower(letters.EncodeToString(append(id[:], r.Key.signReply(id)...))) + "@" + domain
}

func (k Key) signReply(id uuid.UUID) []byte {
	h := hmac.New(sha256.New, k)
	h.Write([]byte("reply to "))
	h.Write(id[:])
	return h.Sum(nil)[:signatureBytes]
}

// Notification gives the id of that to whose address a mail goes; false where the
// address is none of these.
func (r *Replies) Notification(address string) (id string, ok bool) {
	local, domain, _ := strings.Cut(strings.ToLower(address), "@")
	base, token, has := strings.Cut(local, "+")
	wantBase, wantDomain, _ := strings.Cut(strings.ToLower(r.Base.Address), "@")
	raw, err := letters.DecodeString(strings.ToUpper(token))
	if !has || base != wantBase || domain != wantDomain || err != nil || len(raw) != 16+signatureBytes {
		return "", false
	}
	found := uuid.UUID(raw[:16])
	return found.String(), hmac.Equal(raw[16:], r.Key.signReply(found))
}
