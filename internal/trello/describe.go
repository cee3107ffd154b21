package trello

import (
	"cmp"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/importing"
)

// describe gives a card's text, with its fields and links as lists below.
func (c *conversion) describe(card *card) string {
	parts := []string{}
	if strings.TrimSpace(card.Desc) != "" {
		parts = append(parts, c.text(card.Desc))
	}
	if fields := c.fieldsOf(card); fields != nil {
		parts = append(parts, "**Fields**\n\n"+strings.Join(fields, "\n"))
	}
	if links := c.linksOf(card); links != nil {
		parts = append(parts, "**Attachments**\n\n"+strings.Join(links, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

func (c *conversion) fieldsOf(card *card) []string {
	items := slices.Clone(card.CustomFieldItems)
	slices.SortStableFunc(items, func(a, b customFieldItem) int { return cmp.Compare(c.positionOf(a), c.positionOf(b)) })
	var lines []string
	for _, item := range items {
		field := c.fields[item.IDCustomField]
		if field == nil {
			continue
		}
		if value := field.text(item); value != "" {
			lines = append(lines, "- "+importing.Escape(oneLine(field.Name))+": "+importing.Escape(oneLine(value)))
		}
	}
	return lines
}

func (c *conversion) positionOf(item customFieldItem) float64 {
	if field := c.fields[item.IDCustomField]; field != nil {
		return field.Pos
	}
	return 0
}

// text gives a field's value in words.
func (f *customField) text(item customFieldItem) string {
	for _, o := range f.Options {
		if o.ID == item.IDValue {
			return inner(o.Value.Text)
		}
	}
	switch {
	case item.Value.Checked != nil:
		if inner(item.Value.Checked) == "true" {
			return "yes"
		}
		return "no"
	case item.Value.Date != nil:
		day, _, _ := strings.Cut(inner(item.Value.Date), "T")
		return day
	}
	return inner(item.Value.Text) + inner(item.Value.Number)
}

// inner gives a text without its quotes, and anything else as it is written.
func inner(value jsontext.Value) string {
	var s string
	if value == nil || value.Kind() == 'n' {
		return ""
	}
	if json.Unmarshal(value, &s, jsontext.AllowInvalidUTF8(true)) == nil {
		return s
	}
	return string(value)
}

// linksOf lists what is attached by address. Only addresses of the web and of
// mail become links; others are shown, but cannot be followed.
func (c *conversion) linksOf(card *card) []string {
	var lines []string
	for _, a := range card.Attachments {
		name := oneLine(a.Name)
		switch {
		case a.IsUpload:
			c.lost.uploads.add(name)
		case safeLink(a.URL):
			lines = append(lines, "- ["+importing.Escape(cmp.Or(name, a.URL))+"](<"+linkEscape.Replace(strings.TrimSpace(a.URL))+">)")
		default:
			c.lost.links.add(name)
			lines = append(lines, "- "+importing.Escape(cmp.Or(name, "A link"))+" (its address is not one of the web)")
		}
	}
	return lines
}

// safeLink tells whether following the address can run nothing. Control
// characters are refused, since browsers leave them out when they read "java\nscript:".
func safeLink(address string) bool {
	address = strings.TrimSpace(address)
	if strings.ContainsFunc(address, unicode.IsControl) {
		return false
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		return u.Host != ""
	case "mailto":
		return true
	}
	return false
}

var linkEscape = strings.NewReplacer("<", "%3C", ">", "%3E", `\`, "%5C", " ", "%20")

func oneLine(s string) string {
	return strings.TrimSpace(strings.Join(strings.FieldsFunc(s, unicode.IsControl), " "))
}

// scripts finds where Markdown would make a link of an address that can run something.
var scripts = regexp.MustCompile(`(?i)((?:\]\(|\]:|<)\s*<?\s*)((?:javascript|vbscript|data):)`)

// text makes a text of someone's own harmless: what would run becomes an
// address within the page that is not there. What shows the text guards itself,
// too; a file that was made to deceive should not even be kept.
func (c *conversion) text(s string) string {
	if lower := strings.ToLower(s); !strings.Contains(lower, "script:") && !strings.Contains(lower, "data:") {
		return s // nearly all texts; looking with the expression is slow
	}
	found := len(scripts.FindAllStringIndex(s, -1))
	if found == 0 {
		return s
	}
	c.lost.scripts += found
	return scripts.ReplaceAllString(s, "$1#$2")
}
