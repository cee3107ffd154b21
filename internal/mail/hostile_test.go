package mail

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"tandem/internal/entry"
	"tandem/internal/outbox"
)

// What the letter itself has; nothing else may stand in it, whatever people wrote.
var (
	ownTags       = strings.Fields("html head meta title body div p a span br")
	ownAttributes = strings.Fields("lang charset name content style href")
)

// TestLetter_hostile: none of the texts that browsers are tried with
// (testdata/hostile.json) becomes more than words in a letter.
func TestLetter_hostile(t *testing.T) {
	raw, err := os.ReadFile("testdata/hostile.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []string
	if err := json.Unmarshal(raw, &vectors); err != nil || len(vectors) < 500 {
		t.Fatalf("%d vectors: %v", len(vectors), err)
	}
	m, err := New("smtp://127.0.0.1:25?tls=off", "Tandem <tandem@example.org>", "https://tandem.example.org", Key("k"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, vector := range vectors {
		page := m.write(&outbox.Letter{Name: vector, Items: []outbox.Item{{
			Reason: entry.Commented, Actor: vector, Task: "t", Key: vector, Title: vector, Project: vector, Count: 1, Excerpt: vector,
		}}}).html()
		if found := foreign(page); found != "" {
			t.Errorf("%q becomes %s", vector, found)
		}
	}
	if foreign("<p onclick=x>") == "" || foreign("<img>") == "" || foreign(`<a href="//evil.example">`) == "" {
		t.Error("it would not be noticed")
	}
}

// foreign gives what a page has that a letter has not; "" for nothing.
func foreign(page string) string {
	tokens := html.NewTokenizer(strings.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return ""
		case html.TextToken, html.DoctypeToken:
			continue
		}
		token := tokens.Token()
		if !slices.Contains(ownTags, token.Data) {
			return token.String()
		}
		for _, a := range token.Attr {
			isOwn := slices.Contains(ownAttributes, a.Key)
			if !isOwn || a.Key == "href" && !strings.HasPrefix(a.Val, "https://tandem.example.org/") {
				return token.String()
			}
		}
	}
}
