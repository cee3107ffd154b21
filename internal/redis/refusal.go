package redis

import (
	"errors"
	"net"
	"strings"

	"github.com/redis/rueidis"

	"tandem/internal/fault"
)

// nobodyThere tells that no connection was made at all.
func nobodyThere(err error) bool {
	var failed *net.OpError
	return errors.As(err, &failed) && failed.Op == "dial"
}

// unreachable says why a server will not do, without the password.
func unreachable(host string, err error) error {
	text := "Redis at " + host + " does not answer: " + err.Error()
	if said, refused := rueidis.IsRedisErr(err); refused {
		text = refusal(host, said.Error())
	}
	return &fault.Error{Kind: fault.Unavailable, Message: text, Err: err}
}

// refusal says what to do about what the server says no with.
func refusal(host, said string) string {
	switch {
	case strings.Contains(said, "WRONGPASS"), strings.Contains(said, "NOAUTH"), strings.Contains(said, "AUTH"):
		return "Redis at " + host + " refuses the name or the password in --redis."
	case strings.HasPrefix(said, "NOPERM"):
		return "Redis at " + host + " does not let the name in --redis publish and subscribe to tandem:*."
	}
	return "Redis at " + host + " refuses this: " + said
}
