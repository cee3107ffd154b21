package picture

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

func box(kind, body string) string {
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
}

// mp4 is a film of thousandths of seconds, said by its fragments.
func mp4(thousandths uint32) string {
	scale := string(binary.BigEndian.AppendUint32(nil, 1000))
	header := box("mvhd", strings.Repeat("\x00", 12)+scale+strings.Repeat("\x00", 84))
	fragments := box("mvex", box("mehd", "\x00\x00\x00\x00"+string(binary.BigEndian.AppendUint32(nil, thousandths))))
	return box("ftyp", "isom\x00\x00\x02\x00isomiso6mp41") + box("moov", header+fragments) + box("moof", "x")
}

// webm is one of milliseconds in a segment without an end.
func webm(milliseconds float64) string {
	duration := "\x44\x89\x88" + string(binary.BigEndian.AppendUint64(nil, math.Float64bits(milliseconds)))
	info := "\x2a\xd7\xb1\x83\x0f\x42\x40" + duration
	return "\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + "\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" +
		"\x15\x49\xa9\x66" + string([]byte{0x80 | byte(len(info))}) + info + "\x1f\x43\xb6\x75\x80"
}

func TestLook_seconds(t *testing.T) {
	for name, c := range map[string]struct {
		raw, mime string
		want      int
	}{
		"MP4":              {mp4(6480), "video/mp4", 7},
		"WebM":             {webm(42_000), "video/webm", 42},
		"says nothing":     {webm(0), "video/webm", 0},
		"no number":        {webm(math.NaN()), "video/webm", 0},
		"endless":          {webm(math.Inf(1)), "video/webm", 0},
		"a year":           {webm(365 * 24 * 3600_000), "video/webm", 0},
		"broken WebM":      {webm(42_000)[:25], "video/webm", 0},
		"WebM of one byte": {webm(1)[:30] + strings.Repeat("\xff", 40), "video/webm", 0},
		"broken MP4":       {mp4(6480)[:60], "video/mp4", 0},
		"boxes of nothing": {mp4(1)[:28] + strings.Repeat("\x00\x00\x00\x08free", 1000), "video/mp4", 0},
		"boxes in boxes":   {mp4(1)[:28] + box("moov", box("moov", box("moov", box("moov", mp4(9))))), "video/mp4", 0},
		"HLS":              {"\xef\xbb\xbf\n#EXTM3U\nhttp://127.0.0.1/secret", playlist, 0},
		"a list to join":   {"ffconcat version 1.0\nfile /etc/passwd", playlist, 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Look(strings.NewReader(c.raw)); got.Mime != c.mime || got.Seconds != c.want {
				t.Errorf("%+v, want %s of %d s", got, c.mime, c.want)
			}
		})
	}
}

func FuzzLook_film(f *testing.F) {
	f.Add([]byte(mp4(6480)))
	f.Add([]byte(webm(42_000)))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if got := Look(strings.NewReader(string(raw))); got.Seconds < 0 || got.Seconds > maxSeconds {
			t.Errorf("%+v", got)
		}
	})
}
