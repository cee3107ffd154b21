package picture

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"strings"
)

// maxSeconds is the longest duration that is believed: a week.
const maxSeconds = 7 * 24 * 60 * 60

// looked is how far into a WebM its duration is looked for, in bytes.
const looked = 64 << 10

// playlist is the type of texts that make a player read other files: HLS, and what
// is as dangerous. Whatever their names, they are no films (security.md G12).
const playlist = "application/vnd.apple.mpegurl"

// isPlaylist knows them by how they begin.
func isPlaylist(head []byte) bool {
	text := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"))
	return bytes.HasPrefix(text, []byte("#extm3u")) || bytes.HasPrefix(text, []byte("ffconcat version"))
}

// secondsOf is what a film says of its duration; what it says may be wrong, and
// what cannot be read is 0.
func secondsOf(file io.ReadSeeker, mime string) int {
	var seconds float64
	switch {
	case mime == "video/webm":
		seconds = webmSeconds(file)
	case mime == "video/mp4", strings.HasPrefix(mime, "audio/mp4"):
		seconds = mp4Seconds(file)
	}
	if !(seconds > 0 && seconds <= maxSeconds) { // also what is no number
		return 0
	}
	return int(math.Ceil(seconds))
}

// The elements of a WebM (RFC 8794, RFC 9559) on the way to its duration.
const (
	ebmlSegment       = 0x18538067
	ebmlInfo          = 0x1549A966
	ebmlCluster       = 0x1F43B675
	ebmlTimestampUnit = 0x2AD7B1
	ebmlDuration      = 0x4489
)

func webmSeconds(file io.ReadSeeker) float64 {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0
	}
	raw, err := io.ReadAll(io.LimitReader(file, looked))
	if err != nil {
		return 0
	}
	unit, duration := 1e6, 0.0 // nanoseconds, and how many of the units
	for len(raw) > 0 && duration == 0 {
		id, n := element(raw, false)
		size, m := element(raw[n:], true)
		if n == 0 || m == 0 || id == ebmlCluster {
			return 0
		}
		raw = raw[n+m:]
		if id == ebmlSegment || id == ebmlInfo {
			continue // what is in it comes next
		}
		if size > uint64(len(raw)) {
			return 0
		}
		value := raw[:size]
		switch id {
		case ebmlTimestampUnit:
			unit = float64(unsigned(value))
		case ebmlDuration:
			duration = float(value)
		}
		raw = raw[size:]
	}
	return duration * unit / 1e9
}

// element reads a number of 1 to 8 bytes that says its own length; n is 0 where
// there is none. A size is without the bit that says so.
func element(raw []byte, isSize bool) (value uint64, n int) {
	if len(raw) == 0 || raw[0] == 0 {
		return 0, 0
	}
	for n = 1; raw[0]&(0x80>>(n-1)) == 0; n++ {
	}
	if len(raw) < n {
		return 0, 0
	}
	value = unsigned(raw[:n])
	if isSize {
		value &^= 1 << (7 * n)
	}
	return value, n
}

func unsigned(raw []byte) (value uint64) {
	for _, b := range raw[:min(len(raw), 8)] {
		value = value<<8 | uint64(b)
	}
	return value
}

func float(raw []byte) float64 {
	switch len(raw) {
	case 4:
		return float64(math.Float32frombits(binary.BigEndian.Uint32(raw)))
	case 8:
		return math.Float64frombits(binary.BigEndian.Uint64(raw))
	}
	return 0
}
