package api

import (
	"net/http"

	"tandem/internal/auth"
	"tandem/internal/fault"
	"tandem/internal/outbox"
	"tandem/internal/wire"
)

// Devices are the browsers that are told by Web Push.
type Devices struct {
	Outbox *outbox.Service
	Key    string // of the instance, base64url
}

// PushKey is what a browser subscribes with: its applicationServerKey.
type PushKey struct {
	PublicKey string `json:"publicKey"` // base64url
}

// DeviceAdded answers a subscription.
type DeviceAdded struct {
	Device outbox.Device `json:"device"`
}

// Routes lists them.
func (d *Devices) Routes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/push/key", Name: "readPushKey", Tag: "people", Access: SignedIn,
			Summary: "The instance's VAPID key, with which browsers subscribe.",
		}, d.key),
		Bind(Route{
			Method: "GET", Path: "/api/me/push", Name: "listDevices", Tag: "people", Access: SignedIn, Query: shortList,
			Summary: "One's devices that are told by Web Push, the newest first; current is the one of this session.",
		}, d.list),
		Bind(Route{
			Method: "POST", Path: "/api/me/push", Name: "addDevice", Tag: "people", Access: SignedIn, Status: http.StatusCreated, Once: Answered,
			Summary: "Has this browser told by Web Push until its session ends; the body is its subscription. Of more than ten devices the oldest goes.",
		}, d.add),
		Bind(Route{
			Method: "DELETE", Path: "/api/me/push/{device}", Name: "removeDevice", Tag: "people", Access: SignedIn,
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Has a device told no more.",
		}, d.remove),
	}
}

func (d *Devices) key(*Call, *None) (*PushKey, error) { return &PushKey{d.Key}, nil }

func (d *Devices) list(call *Call, _ *None) (*wire.Page[outbox.Device], error) {
	ctx := call.Request.Context()
	list, err := d.Outbox.Devices(ctx, call.Actor, auth.From(ctx).Session)
	if err != nil {
		return nil, err
	}
	return pageOf(call, list, func(d *outbox.Device) string { return d.ID })
}

func (d *Devices) add(call *Call, in *outbox.Subscription) (*DeviceAdded, error) {
	ctx := call.Request.Context()
	session := auth.From(ctx).Session
	if session == "" {
		return nil, fault.New(fault.Forbidden, "A token is no browser; sign in with one to have it told.")
	}
	device := outbox.Device{Session: session, Subscription: *in}
	err := d.Outbox.AddDevice(ctx, call.Actor, &device)
	return &DeviceAdded{device}, err
}

func (d *Devices) remove(call *Call, _ *None) (*None, error) {
	return nil, d.Outbox.RemoveDevice(call.Request.Context(), call.Actor, call.Path("device"))
}
