package config

import (
	"fmt"
	"strings"
)

// Help lists the flags for the terminal.
func Help() string {
	var b strings.Builder
	for _, s := range settings {
		fmt.Fprintf(&b, "  --%s %s\n      %s", s.Name, s.Value, strings.ReplaceAll(s.Doc, "`", ""))
		if s.Default != "" {
			fmt.Fprintf(&b, " (default %s)", s.Default)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Markdown is the table of settings in the documents.
func Markdown() string {
	var b strings.Builder
	b.WriteString("| flag | variable | default | is |\n|---|---|---|---|\n")
	for _, s := range settings {
		usual := "empty"
		if s.Default != "" {
			usual = "`" + s.Default + "`"
		}
		fmt.Fprintf(&b, "| `--%s` | `%s` | %s | %s |\n", s.Name, s.Variable(), usual, s.Doc)
	}
	return b.String()
}
