package push_test

import (
	"errors"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/outbox"
	"tandem/internal/push"
	"tandem/internal/push/pushtest"
)

func TestSend(t *testing.T) {
	service := pushtest.Start(t)
	key := push.NewKey([]byte("0123456789abcdef0123456789abcdef"))
	sender := push.New(service.Client(), key, push.Contact("https://tandem.example.org", "tandem@example.org"))
	one := outbox.Item{Reason: entry.Mentioned, Actor: "Ann", Task: "t1", Key: "WEB-1", Title: "Bake", Count: 1, Excerpt: "@ed\nlook"}
	two := outbox.Item{Reason: entry.Assigned, Actor: "Ann\u202e", Task: "t2", Key: "WEB-2", Title: "Eat", Count: 1}
	long := outbox.Item{Actor: strings.Repeat("\\\"", 500), Task: "t3", Key: "WEB-3", Title: strings.Repeat("\U0001F980", 1000), Excerpt: strings.Repeat("\x01\"", 500)}
	for _, c := range []struct {
		what  string
		items []outbox.Item
		want  string
	}{
		{"one", []outbox.Item{one}, `{"title":"WEB-1 Bake","body":"Ann mentioned you: @ed look","path":"/t/WEB-1","tag":"t1"}`},
		{"several", []outbox.Item{one, two}, `{"title":"2 notifications about 2 tasks","body":"WEB-2 Eat: Ann assigned it to you","path":"/inbox","tag":"inbox"}`},
		{"the longest", []outbox.Item{long}, `"path":"/t/WEB-3"`},
	} {
		if err := sender.Send(t.Context(), &outbox.Letter{Subscription: service.Subscription(), Items: c.items}); err != nil {
			t.Fatalf("%s: %v", c.what, err)
		}
		list := service.Taken()
		if len(list) != 1 || !strings.Contains(string(list[0].Text), c.want) {
			t.Fatalf("%s: %v", c.what, list)
		}
		if got := list[0]; got.Key != key.Public() || got.Subject != "https://tandem.example.org" || got.Size != 2048 {
			t.Errorf("%s: %d bytes from %s, %s", c.what, got.Size, got.Key, got.Subject)
		}
	}
}

func TestSend_refused(t *testing.T) {
	service := pushtest.Start(t)
	sender := push.New(service.Client(), push.NewKey(make([]byte, 32)), "tandem@example.org")
	letter := &outbox.Letter{Subscription: service.Subscription(), Items: []outbox.Item{{Key: "WEB-1"}}}
	for status, want := range map[int]error{404: outbox.ErrGone, 410: outbox.ErrGone, 400: outbox.ErrRefused, 403: outbox.ErrRefused, 413: outbox.ErrRefused, 302: outbox.ErrRefused, 429: nil, 500: nil, 503: nil} {
		service.Answer(status)
		err := sender.Send(t.Context(), letter)
		if err == nil || errors.Is(err, outbox.ErrGone) != (want == outbox.ErrGone) || errors.Is(err, outbox.ErrRefused) != (want == outbox.ErrRefused) {
			t.Errorf("%d: %v", status, err)
		}
	}
	letter.Subscription.Endpoint = strings.Replace(letter.Subscription.Endpoint, "example.com", "wrong.example.net", 1)
	if err := sender.Send(t.Context(), letter); err == nil || strings.Contains(err.Error(), "/device/1") || errors.Is(err, outbox.ErrRefused) {
		t.Errorf("an endpoint with a certificate of another name: %v", err)
	}
}

func TestContact(t *testing.T) {
	for _, c := range [][3]string{
		{"https://tandem.example.org", "a@example.org", "https://tandem.example.org"}, {"http://127.0.0.1:8000", "a@example.org", "a@example.org"}, {"http://localhost:8000", "", "tandem@localhost"},
	} {
		if got := push.Contact(c[0], c[1]); got != c[2] {
			t.Errorf("%s: %s", c, got)
		}
	}
}
