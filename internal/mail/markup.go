package mail

import (
	"fmt"
	"html"
	"strings"
)

// There is no template engine here: one looks methods up by their names while it
// runs, so the linker keeps all that there are, a third of the whole program (ADR 16).

// text is a letter as plain text.
func (w *written) text() string {
	var b strings.Builder
	if w.Mark != "" {
		b.WriteString(w.Mark + "\n\n")
	}
	b.WriteString("Hello " + w.Name + ",\n")
	for i := range w.Tasks {
		b.WriteString(w.Tasks[i].text())
	}
	b.WriteString("\n-- \nYour inbox: " + w.Inbox + "\nHow you are told: " + w.Settings + "\nNo more mail: " + w.Unsubscribe + "\n")
	return b.String()
}

func (t *taskPart) text() string {
	var b strings.Builder
	b.WriteString("\n" + t.Title + " (" + t.Project + ")\n")
	for _, line := range t.Lines {
		b.WriteString("- " + line.What)
		if line.Excerpt != "" {
			b.WriteString(": " + line.Excerpt)
		}
		b.WriteByte('\n')
	}
	return b.String() + t.Link + "\n"
}

// escaped fills a format with texts, each as a text of HTML, also in an attribute
// between double quotes.
func escaped(format string, texts ...string) string {
	safe := make([]any, len(texts))
	for i, text := range texts {
		safe[i] = html.EscapeString(text)
	}
	return fmt.Sprintf(format, safe...)
}

// html is a letter as a page.
func (w *written) html() string {
	var b strings.Builder
	b.WriteString(escaped(`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>%s</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:560px;margin:0 auto">
`, w.Subject))
	if w.Mark != "" {
		b.WriteString(escaped(`<p style="font-size:14px;opacity:.7">%s</p>`+"\n", w.Mark))
	}
	b.WriteString(escaped("<p>Hello %s,</p>\n", w.Name))
	for i := range w.Tasks {
		b.WriteString(w.Tasks[i].html())
	}
	b.WriteString(escaped(`<p style="font-size:14px;opacity:.8"><a href="%s">Your inbox</a> · <a href="%s">How you are told</a> · <a href="%s">No more mail</a></p>
</div>
</body>
</html>
`, w.Inbox, w.Settings, w.Unsubscribe))
	return b.String()
}

func (t *taskPart) html() string {
	var b strings.Builder
	b.WriteString(escaped(`<div style="border:1px solid #8884;border-radius:8px;padding:16px;margin:0 0 16px">
<p style="margin:0"><a href="%s" style="font-weight:600;font-size:17px">%s</a><br><span style="opacity:.7">%s</span></p>
`, t.Link, t.Title, t.Project))
	for _, line := range t.Lines {
		b.WriteString(escaped(`<p style="margin:12px 0 0">%s</p>`+"\n", line.What))
		if line.Excerpt != "" {
			b.WriteString(escaped(`<p style="margin:4px 0 0;padding-left:12px;border-left:3px solid #8886">%s</p>`+"\n", line.Excerpt))
		}
	}
	return b.String() + "</div>\n"
}
