package answer

import (
	"errors"
	"strings"
	"testing"

	"tandem/internal/mail"
)

func TestUnquoted(t *testing.T) {
	quoted := "> " + mail.Mark + "\n>\n> Hello Ann,\n"
	for name, c := range map[string][2]string{
		"alone":                        {"Rye it is.\n\nTomorrow.", "Rye it is.\n\nTomorrow."},
		"above the mark":               {"Rye.\n\nOn Mon, 1 May 2026 at 10:00, Tandem <reply+x@example.org> wrote:\n\n" + quoted, "Rye."},
		"an introduction of two lines": {"Rye.\n\nOn Mon, 1 May 2026 at 10:00, Tandem\n<reply+x@example.org> wrote:\n" + quoted, "Rye."},
		"in German":                    {"Roggen.\n\nAm 01.05.26 um 10:00 schrieb Tandem:\n" + quoted, "Roggen."},
		"of Outlook":                   {"Rye.\n\n________________________________\nFrom: Tandem <t@example.org>\nSent: Monday\nTo: Ann\nSubject: WEB-1\n\n" + mail.Mark + "\nHello", "Rye."},
		"an original message":          {"Rye.\r\n\r\n-----Original Message-----\r\nFrom: Tandem\r\nSubject: x\r\n\r\n" + mail.Mark, "Rye."},
		"the mark cut off":             {"Rye.\n\nAnn wrote:\n> Which flour?\n> \n", "Rye."},
		"between the lines":            {"> Which flour?\nRye.\n\n> When?\nTomorrow.\n", "> Which flour?\nRye.\n\n> When?\nTomorrow."},
		"a signature":                  {"Rye.\n-- \nAnn\nBakery", "Rye."},
		"a list after a colon":         {"These two:\n- rye\n- spelt", "These two:\n- rye\n- spelt"},
		"a colon at the end":           {"See here:", "See here:"},
		"nothing":                      {"\n\nAnn wrote:\n" + quoted, ""},
		"From within a sentence":       {"From: here to there\nis far.", "From: here to there\nis far."},
	} {
		if got := unquoted(c[0]); got != c[1] {
			t.Errorf("%s: %q, want %q", name, got, c[1])
		}
	}
}

func TestRead(t *testing.T) {
	head := "From: Ann <ann@example.org>\r\nTo: Tandem <reply+x@example.org>\r\nMessage-Id: <1@example.org>\r\nMIME-Version: 1.0\r\n"
	two := head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n" +
		"--c\r\nContent-Type: text/html\r\n\r\n<b>no</b>\r\n--c\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n--c--\r\n" +
		"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nnot this\r\n--b--\r\n"
	l, err := read(strings.NewReader(two))
	if err != nil || l.text != "Grüße" || l.from != "ann@example.org" || l.id != "<1@example.org>" || len(l.to) != 1 || l.to[0] != "reply+x@example.org" {
		t.Errorf("%+v %v", l, err)
	}
	for name, raw := range map[string]string{
		"away":        "Auto-Submitted: auto-replied\r\n" + head + "\r\nI am away",
		"a list":      "Precedence: bulk\r\n" + head + "\r\nnews",
		"not arrived": "Return-Path: <>\r\n" + head + "\r\nundeliverable",
	} {
		if _, err := read(strings.NewReader(raw)); !errors.Is(err, ErrAutomatic) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, raw := range map[string]string{
		"no header": "hello", "HTML alone": head + "Content-Type: text/html\r\n\r\n<b>x</b>", "cut off": head + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-",
	} {
		if l, err := read(strings.NewReader(raw)); err == nil {
			t.Errorf("%s: %+v", name, l)
		}
	}
	forged, err := read(strings.NewReader(strings.Replace(head, "From: Ann <ann@example.org>", "From: ann@example.org, ben@example.org", 1) + "\r\nx"))
	if err != nil || forged.from != "" {
		t.Errorf("from two: %+v %v", forged, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("From: a@example.org\r\nContent-Type: text/plain\r\n\r\nhello\r\n> " + mail.Mark)
	f.Add("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--")
	f.Fuzz(func(_ *testing.T, raw string) { _, _ = read(strings.NewReader(raw)) })
}
