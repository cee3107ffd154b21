package mail

import (
	"bytes"
	"net/mail"
	"strings"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/outbox"
)

func TestCompose_hostile(t *testing.T) {
	m, err := New("smtp://127.0.0.1:25?tls=off", "Tandem <tandem@example.org>", "https://tandem.example.org", Key("k"), nil)
	if err != nil {
		t.Fatal(err)
	}
	evil := "x\r\nBcc: all@evil.example\r\n\r\n<script>alert(1)</script>\u2028\u202e"
	msg, err := m.compose(&outbox.Letter{
		Message: outbox.Message{Batch: "b", User: "u"}, Name: evil, Address: "ed@example.org",
		Items: []outbox.Item{{Reason: entry.Commented, Actor: evil, Task: "t", Key: "WEB-1", Title: evil, Project: evil, Count: 1, Excerpt: evil}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var raw bytes.Buffer
	if _, err := msg.WriteTo(&raw); err != nil {
		t.Fatal(err)
	}
	got, err := mail.ReadMessage(&raw)
	if err != nil {
		t.Fatal(err)
	}
	to, err := got.Header.AddressList("To")
	if err != nil || len(to) != 1 || to[0].Address != "ed@example.org" || got.Header.Get("Bcc") != "" {
		t.Errorf("to %v: %v; %v", to, err, got.Header)
	}
	page := m.write(&outbox.Letter{Name: evil, Items: []outbox.Item{{Key: `W"-1`, Title: evil, Project: evil, Actor: evil, Excerpt: evil}}}).html()
	if strings.Contains(page, "<script") || strings.Count(page, "&lt;script") < 5 || strings.Contains(page, `W"`) {
		t.Errorf("%s", page)
	}
}
