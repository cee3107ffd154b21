package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"io"
	"net/http"
	"sync"
	"time"

	"tandem/internal/fault"
	"tandem/internal/once"
)

// Once says how a write outside projects keeps the answer to its command id.
// Inside projects the journal does (J4), and routes leave it out.
type Once string

// The ways.
const (
	Answered       Once = "answered" // the answer is kept for a day or more
	AnsweredSecret Once = "secret"   // it holds a secret: kept in memory for ten minutes, never stored
)

// onlyOnce serves writes with a command id so that each takes effect once.
type onlyOnce struct {
	store once.Store

	mu      sync.Mutex
	running map[onceKey]chan struct{}
	secrets map[onceKey]once.Answer
}

type onceKey struct{ user, key string }

func newOnlyOnce(store once.Store) *onlyOnce {
	return &onlyOnce{store: store, running: map[onceKey]chan struct{}{}, secrets: map[onceKey]once.Answer{}}
}

// serve answers from memory what was answered before, or has it served and kept.
func (o *onlyOnce) serve(w http.ResponseWriter, call *Call) error {
	claim, err := claimOf(w, call)
	if err != nil {
		return err
	}
	key := onceKey{claim.User, claim.Key}
	ctx := call.Request.Context()
	if err := o.enter(ctx, key); err != nil {
		return err
	}
	defer o.leave(key)
	before, replayed, err := o.store.Recall(ctx, *claim)
	if err != nil {
		return err
	}
	if replayed {
		return o.replay(w, call, key, before)
	}
	out := &copier{ResponseWriter: w}
	call.Request = call.Request.WithContext(once.With(ctx, claim))
	if err := call.route.Serve(out, call); err != nil {
		return err
	}
	return o.keep(call, key, claim, once.Answer{Status: out.status, Body: out.body.Bytes()})
}

// claimOf reads the body whole, to tell a repetition from another request.
func claimOf(w http.ResponseWriter, call *Call) (*once.Claim, error) {
	var body bytes.Buffer
	if err := call.fill(w, &body); err != nil {
		return nil, err
	}
	call.Request.Body = io.NopCloser(&body)
	sum := sha256.New()
	io.WriteString(sum, call.Request.Method+" "+call.Request.URL.RequestURI()+"\n")
	sum.Write(body.Bytes())
	return &once.Claim{User: call.Actor, Key: call.Command, Hash: [32]byte(sum.Sum(nil))}, nil
}

// enter waits until no other request with this command id is under way.
func (o *onlyOnce) enter(ctx context.Context, key onceKey) error {
	for {
		o.mu.Lock()
		other, busy := o.running[key]
		if !busy {
			o.running[key] = make(chan struct{})
		}
		o.mu.Unlock()
		if !busy {
			return nil
		}
		select {
		case <-other:
		case <-ctx.Done():
			return &fault.Error{Kind: fault.Unavailable, Message: "The request was given up.", Err: ctx.Err()}
		}
	}
}

func (o *onlyOnce) leave(key onceKey) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.running[key])
	delete(o.running, key)
}

func (o *onlyOnce) replay(w http.ResponseWriter, call *Call, key onceKey, before once.Answer) error {
	if before.Status == 0 {
		o.mu.Lock()
		before = o.secrets[key]
		o.mu.Unlock()
	}
	if before.Status == 0 {
		return once.ErrLost
	}
	call.Replayed()
	if len(before.Body) > 0 {
		w.Header().Set("Content-Type", "application/json")
	}
	w.WriteHeader(before.Status)
	_, _ = w.Write(before.Body)
	return nil
}

// keep stores the answer. It has gone out already: where it cannot be kept, a
// repetition is told that it took effect.
func (o *onlyOnce) keep(call *Call, key onceKey, claim *once.Claim, answer once.Answer) error {
	if call.route.Once == AnsweredSecret {
		_ = o.store.Keep(context.WithoutCancel(call.Request.Context()), *claim, once.Answer{}) // for writes that took no claim
		o.mu.Lock()
		o.secrets[key] = answer
		o.mu.Unlock()
		time.AfterFunc(10*time.Minute, func() {
			o.mu.Lock()
			defer o.mu.Unlock()
			delete(o.secrets, key)
		})
		return nil
	}
	_ = o.store.Keep(context.WithoutCancel(call.Request.Context()), *claim, answer)
	return nil
}

// copier keeps a copy of what is answered.
type copier struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (c *copier) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *copier) Write(p []byte) (int, error) {
	c.body.Write(p)
	return c.ResponseWriter.Write(p)
}
