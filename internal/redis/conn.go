package redis

import (
	"context"
	"errors"
	"net"
	"net/url"
	"time"

	"github.com/redis/rueidis"
)

var (
	errAddress = errors.New("not an address such as redis://localhost:6379/0")
	errSilent  = errors.New("nothing comes through any more")
)

// parseAddress reads redis://name:password@host:port/0. The number is accepted and
// means nothing: messages go through all of a server's databases.
func parseAddress(address string) (rueidis.ClientOption, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "redis" && u.Scheme != "rediss" || u.Hostname() == "" {
		return rueidis.ClientOption{}, errAddress
	}
	options, err := rueidis.ParseURL(address)
	if err != nil {
		return options, errAddress
	}
	options.SelectDB = 0
	options.ForceSingleClient, options.DisableCache, options.DisableRetry = true, true, true // who asks tries again itself
	options.ConnWriteTimeout = answerTime
	options.Dialer = net.Dialer{Timeout: openTime, KeepAlive: time.Second}
	return options, nil
}

// connect makes the client and a first ear, which is nil where nobody is there: the
// client connects when it is asked next.
func (b *Bus) connect(ctx context.Context, server rueidis.ClientOption) (in *ear, err error) {
	if b.client, err = rueidis.NewClient(server); err == nil {
		in, err = b.subscribe(ctx)
	}
	if err == nil {
		return in, nil
	}
	if b.client != nil && nobodyThere(err) {
		b.Log.Warn("nobody answers at redis: what other nodes do is found by looking, until somebody does", "host", b.host, "error", err)
		return nil, nil
	}
	if b.client != nil {
		b.client.Close()
	}
	return nil, unreachable(b.host, err)
}

// ear is a connection on which a channel is heard.
type ear struct {
	rueidis.DedicatedClient
	release func()
	ended   <-chan error
	beats   chan struct{} // holds a token after something was heard
}

// subscribe connects to hear what comes on the channel.
func (b *Bus) subscribe(ctx context.Context) (*ear, error) {
	conn, release := b.client.Dedicate()
	in := &ear{DedicatedClient: conn, release: release, beats: make(chan struct{}, 1)}
	in.ended = conn.SetPubSubHooks(rueidis.PubSubHooks{OnMessage: func(message rueidis.PubSubMessage) {
		select {
		case in.beats <- struct{}{}:
		default: // a token is there already
		}
		b.hear(message.Message)
	}})
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	if err := conn.Do(ctx, conn.B().Subscribe().Channel(b.Channel).Build()).Error(); err != nil {
		in.close()
		return nil, err
	}
	return in, nil
}

func (in *ear) close() {
	in.Close()
	in.release()
}

func (b *Bus) publish(ctx context.Context, text string) error {
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	return b.client.Do(ctx, b.client.B().Publish().Channel(b.Channel).Message(text).Build()).Error()
}
