package blob

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCleanName(t *testing.T) {
	for name, want := range map[string]string{
		"photo.png": "photo.png", "../../etc/passwd": "passwd", `C:\Users\me\plan.doc`: "plan.doc", "": "file", "..": "file", "/": "file", "...": "file",
		"a\x00b\r\nc.txt": "abc.txt", "invoice\u202Efdp.exe": "invoicefdp.exe", " spaced .txt ": "spaced .txt", "<img src=x>.svg": "<img src=x>.svg",
		"\xff\xfe.bin": ".bin", "Ünïcödé 😀.md": "Ünïcödé 😀.md",
	} {
		if got := CleanName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
	long := CleanName(strings.Repeat("ü", 500) + ".tar")
	if len(long) > MaxName || !utf8.ValidString(long) || !strings.HasSuffix(long, "ü.tar") {
		t.Errorf("%d bytes: %q", len(long), long)
	}
}
