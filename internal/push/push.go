// Package push sends notifications to browsers by Web Push (RFC 8030): encrypted
// for the device alone (RFC 8291), padded to one size, and signed with the
// instance's key (VAPID, RFC 8292). What push services learn is that somebody of
// this instance is told something, and when.
package push

import (
	"context"
	"crypto/ecdh"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/SherClockHolmes/webpush-go"

	"tandem/internal/outbox"
)

// Key is the instance's, by which push services know it.
type Key struct{ private *ecdh.PrivateKey }

// NewKey makes the key of a secret of 32 bytes, the same each time. Nearly every
// secret is a key; of one that is not, the hash is taken.
func NewKey(secret []byte) Key {
	for {
		if private, err := ecdh.P256().NewPrivateKey(secret); err == nil {
			return Key{private}
		}
		sum := sha256.Sum256(secret)
		secret = sum[:]
	}
}

// Public is what browsers subscribe with: base64url of the point on P-256.
func (k Key) Public() string {
	return base64.RawURLEncoding.EncodeToString(k.private.PublicKey().Bytes())
}

// Sender sends letters to devices.
type Sender struct {
	client  *http.Client
	key     Key
	contact string
}

// New makes a sender. Its client decides which addresses it reaches. Push services
// write to contact, a mail address or an https one, where something is wrong.
func New(client *http.Client, key Key, contact string) *Sender {
	return &Sender{client: client, key: key, contact: contact}
}

// Contact is what push services are given to write to: where people come in, where
// that is by https, or a mail address.
func Contact(baseURL, mailAddress string) string {
	u, err := url.Parse(baseURL)
	if err == nil && u.Scheme == "https" {
		return baseURL
	}
	if mailAddress != "" || err != nil {
		return mailAddress
	}
	return "tandem@" + u.Hostname()
}

const (
	recordBytes = 2048  // all messages are of this size
	keepSeconds = 86400 // how long a push service keeps it for a device that is away
	mostAnswer  = 300   // bytes of a refusal that are read
)

// Send encrypts a letter and hands it to the device's push service. A device that
// does not take it any more is outbox.ErrGone, and a message that will never be
// taken outbox.ErrRefused.
func (s *Sender) Send(ctx context.Context, l *outbox.Letter) error {
	raw, err := compose(l)
	if err != nil {
		return errors.Join(outbox.ErrRefused, err)
	}
	answer, err := webpush.SendNotificationWithContext(ctx, raw, &webpush.Subscription{
		Endpoint: l.Subscription.Endpoint, Keys: webpush.Keys{P256dh: l.Subscription.Keys.P256dh, Auth: l.Subscription.Keys.Auth},
	}, &webpush.Options{
		HTTPClient: s.client, RecordSize: recordBytes, TTL: keepSeconds, Urgency: webpush.UrgencyNormal, Subscriber: s.contact,
		VAPIDPublicKey: s.key.Public(), VAPIDPrivateKey: base64.RawURLEncoding.EncodeToString(s.key.private.Bytes()),
	})
	if err != nil {
		return hidden(err)
	}
	defer answer.Body.Close()
	return judge(answer)
}

// hidden leaves the address out of an error: whoever has it can send to the device.
func hidden(err error) error {
	if asked, ok := errors.AsType[*url.Error](err); ok {
		return fmt.Errorf("push: %w", asked.Err)
	}
	return fmt.Errorf("push: %w", err)
}

func judge(answer *http.Response) error {
	switch code := answer.StatusCode; {
	case code >= 200 && code < 300:
		return nil
	case code == http.StatusNotFound || code == http.StatusGone:
		return outbox.ErrGone
	case code == http.StatusRequestTimeout || code == http.StatusTooManyRequests || code >= 500:
		return refusal(answer)
	}
	return errors.Join(outbox.ErrRefused, refusal(answer))
}

func refusal(answer *http.Response) error {
	why, _ := io.ReadAll(io.LimitReader(answer.Body, mostAnswer)) // what was read is enough
	return fmt.Errorf("the push service says %s: %s", answer.Status, outbox.OneLine(string(why)))
}
