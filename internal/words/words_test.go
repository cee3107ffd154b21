package words

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSplit(t *testing.T) {
	for text, want := range map[string]string{
		"Ship the Invoice!":    "ship the invoice",
		"WEB-12: café/thé":     "web 12 cafe the",
		"":                     "",
		"…—!":                  "",
		"日本の task":             "日 本 の task",
		"naïve e\u0301t\u0301": "naive et",
		"a_b don't":            "a b don t",
	} {
		var got []string
		for _, w := range Split(text) {
			got = append(got, w.Text)
			if Fold(text[w.From:w.To]) != w.Text {
				t.Errorf("%q: %q is not at %d–%d", text, w.Text, w.From, w.To)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		most int
		want bool
	}{
		{"invoice", "invoice", 0, true}, {"invoice", "invoise", 1, true}, {"invoice", "invoic", 1, true}, {"invoice", "innvoice", 1, true},
		{"invoice", "invocie", 1, true}, {"invoice", "nivoice", 1, true}, {"invoice", "invosie", 1, false}, {"invoice", "invosie", 2, true},
		{"ab", "", 2, true}, {"abc", "", 2, false}, {"grün", "grun", 1, true}, {"invice", "invoices of may", 1, true}, {"voice", "invoice", 1, false},
		{"a", strings.Repeat("a", 200), 1, true}, {strings.Repeat("a", 200), strings.Repeat("a", 200), 1, false}, // no word
	} {
		if got := Near(c.a, c.b, c.most); got != c.want {
			t.Errorf("%q and %q, %d: %v, want %v", c.a, c.b, c.most, got, c.want)
		}
	}
}

// A word with so many mistakes is near, whatever they are.
func TestNear_random(t *testing.T) {
	for range 2000 {
		word := []rune("abcdefghij")
		for range 2 {
			at := rand.IntN(len(word) - 1)
			switch rand.IntN(3) {
			case 0:
				word[at] = 'x'
			case 1:
				word = append(word[:at], word[at+1:]...)
			case 2:
				word = append(word[:at], append([]rune{'y'}, word[at:]...)...)
			}
		}
		if !Near("abcdefghij", string(word), 2) {
			t.Fatalf("%q is not near", string(word))
		}
	}
}

func TestMark(t *testing.T) {
	hit := func(word string) bool { return strings.HasPrefix(word, "inv") }
	show := func(text string) string {
		var out strings.Builder
		for _, s := range Mark(text, hit) {
			if s.Hit {
				out.WriteString("[" + s.Text + "]")
			} else {
				out.WriteString(s.Text)
			}
		}
		return out.String()
	}
	long := strings.Repeat("blah ", 50)
	for text, want := range map[string]string{
		"Ship Invoices, and invent":  "Ship [Invoices], and [invent]",
		"invoice":                    "[invoice]",
		"nothing here":               "",
		"two\nlines invite":          "two lines [invite]",
		long + "the invoice " + long: "…" + strings.Repeat("blah ", 11) + "the [invoice] " + strings.Repeat("blah ", 25) + "blah…",
	} {
		if got := show(text); got != want {
			t.Errorf("%.40q:\n%q, want\n%q", text, got, want)
		}
	}
}

func FuzzMark(f *testing.F) {
	f.Add("Ship İnvoice 日本", "inv")
	f.Add(strings.Repeat("ä", 300)+"inv"+strings.Repeat("日", 300), "inv")
	f.Fuzz(func(t *testing.T, text, prefix string) {
		if !utf8.ValidString(text) {
			return
		}
		for _, s := range Mark(text, func(word string) bool { return strings.HasPrefix(word, prefix) }) {
			if !utf8.ValidString(s.Text) || s.Text == "" {
				t.Fatalf("%q in %q", s.Text, text)
			}
		}
	})
}
