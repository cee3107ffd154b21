package trello

import (
	"bytes"
	"fmt"
	"io"

	"tandem/internal/fault"
)

// guard passes a file on and stops it where it is too large or nested too
// deeply, before anything grows that depends on either.
type guard struct {
	from     io.Reader
	read     int64
	depth    int
	inString bool
	escaped  bool
	broken   error // why it was stopped
}

// Read passes bytes on.
func (g *guard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p)
	if err != nil && err != io.EOF && g.broken == nil {
		// A reader with a limit of its own says so with a fault.
		if f := fault.As(err); f.Kind != fault.Internal {
			g.broken = f
		}
	}
	if g.look(p[:n]); g.broken != nil {
		return 0, g.broken
	}
	return n, err
}

func (g *guard) look(p []byte) {
	start := g.read
	if g.read += int64(len(p)); g.read > MaxBytes {
		g.broken = fault.New(fault.TooLarge, fmt.Sprintf("This file is larger than %d MiB.", MaxBytes>>20))
		return
	}
	for i := 0; i < len(p); i++ {
		switch c := p[i]; {
		case g.escaped:
			g.escaped = false
		case g.inString:
			end := bytes.IndexAny(p[i:], `"\\`)
			if end < 0 {
				return
			}
			i += end
			g.escaped, g.inString = p[i] == '\\', p[i] != '"'
		case c == '"':
			g.inString = true
		case c == '{' || c == '[':
			if g.depth++; g.depth > maxDepth {
				g.broken = fault.New(fault.Invalid, fmt.Sprintf("This file is nested more than %d levels deep, at byte %d; no Trello board is.", maxDepth, start+int64(i)))
				return
			}
		case c == '}' || c == ']':
			g.depth--
		}
	}
}

// skipMark takes a byte order mark away and gives the other bytes that it read
// to know. A web page is told apart here, since people save one by mistake.
func (g *guard) skipMark() (string, error) {
	first := make([]byte, 3)
	n, err := io.ReadFull(g, first)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return "", err
	}
	first = bytes.TrimPrefix(first[:n], []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(bytes.TrimSpace(first), []byte("<")) {
		g.broken = fault.New(fault.Malformed, "This is a web page, not an export. Sign in to Trello, and save the board with Export as JSON.")
		return "", g.broken
	}
	return string(first), nil
}
