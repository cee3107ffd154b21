package outbox

import (
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"strings"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// MostDevices is how many devices of one person are told.
const MostDevices = 10

// Device is a browser that is told by Web Push (RFC 8030), as long as the session
// lives in which it was switched on.
type Device struct {
	ID           string        `json:"id"`
	Agent        string        `json:"agent"`   // as the browser calls itself
	Current      bool          `json:"current"` // of the session that asks
	CreatedAt    entry.Instant `json:"createdAt"`
	Session      string        `json:"-"`
	Subscription Subscription  `json:"-"` // whoever has it can send to the device: it is never given out
}

// Subscription is where and for whose eyes a device takes messages (RFC 8291).
type Subscription struct {
	Endpoint string           `json:"endpoint"` // https, of the browser's push service
	Keys     SubscriptionKeys `json:"keys"`
}

// SubscriptionKeys are base64url.
type SubscriptionKeys struct {
	P256dh string `json:"p256dh"` // a point on P-256, uncompressed
	Auth   string `json:"auth"`   // 16 bytes
}

const mostEndpoint = 2000

// check refuses what nothing can be sent to.
func (s *Subscription) check(isPublic func(address string) error) error {
	point, err := decode(s.Keys.P256dh)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(point)
	}
	if err != nil {
		return fault.Field("/keys/p256dh", "This is a point on P-256, uncompressed, as base64url.")
	}
	if auth, err := decode(s.Keys.Auth); err != nil || len(auth) != 16 {
		return fault.Field("/keys/auth", "These are 16 bytes as base64url.")
	}
	if len(s.Endpoint) > mostEndpoint || !strings.HasPrefix(s.Endpoint, "https://") {
		return fault.Field("/endpoint", "This is an https address of at most 2,000 bytes.")
	}
	if isPublic(s.Endpoint) != nil {
		return fault.Field("/endpoint", "This is not an address that messages are sent to.")
	}
	return nil
}

// decode takes base64url with and without padding, as browsers differ.
func decode(text string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(text, "="))
}

// Devices lists a person's; current is the session that asks.
func (s *Service) Devices(ctx context.Context, user, current string) ([]Device, error) {
	list, err := s.store.Devices(ctx, user)
	for i := range list {
		list[i].Current = list[i].Session == current
	}
	return list, err
}

// AddDevice has a device told from now on.
func (s *Service) AddDevice(ctx context.Context, user string, d *Device) error {
	if err := d.Subscription.check(s.options.IsPublic); err != nil {
		return err
	}
	d.ID, d.CreatedAt, d.Current = entry.NewID(), entry.At(s.options.Clock()), true
	return s.store.PutDevice(ctx, user, d)
}

// RemoveDevice has a device of a person told no more.
func (s *Service) RemoveDevice(ctx context.Context, user, id string) error {
	return s.store.RemoveDevice(ctx, user, id)
}
