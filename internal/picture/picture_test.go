package picture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// photo is a JPEG, red in its upper left quarter, with EXIF that says how it must
// be turned and where it was taken.
func photo(t *testing.T, width, height, turn int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			img.Set(x, y, color.RGBA{0, 0, 200, 255})
			if x < width/2 && y < height/2 {
				img.Set(x, y, color.RGBA{200, 0, 0, 255})
			}
		}
	}
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, img, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x02\x01\x12\x00\x03\x00\x00\x00\x01")
	exif = append(exif, 0, byte(turn), 0, 0)
	exif = append(exif, "\x01\x0e\x00\x02\x00\x00\x00\x10\x00\x00\x00\x26\x00\x00\x00\x00GPS-48.2,16.37-X\x00"...)
	marker := binary.BigEndian.AppendUint16([]byte{0xff, 0xe1}, uint16(len(exif)+2))
	return append(append(append([]byte{0xff, 0xd8}, marker...), exif...), plain.Bytes()[2:]...)
}

func TestLook(t *testing.T) {
	var still, moving bytes.Buffer
	_ = png.Encode(&still, image.NewNRGBA(image.Rect(0, 0, 7, 5)))
	_ = gif.EncodeAll(&moving, &gif.GIF{Image: []*image.Paletted{image.NewPaletted(image.Rect(0, 0, 9, 3), color.Palette{color.Black})}, Delay: []int{1}})
	for name, c := range map[string]struct {
		raw  string
		want Facts
	}{
		"nothing":       {"", Facts{Mime: "text/plain"}},
		"text":          {"hello", Facts{Mime: "text/plain"}},
		"page":          {"<!doctype html><script>", Facts{Mime: "text/html"}},
		"drawing":       {`<svg xmlns="x" onload="alert(1)">`, Facts{Mime: "text/plain"}},
		"image":         {still.String(), Facts{"image/png", 7, 5, 0}},
		"moving image":  {moving.String(), Facts{"image/gif", 9, 3, 0}},
		"photo":         {string(photo(t, 40, 20, 1)), Facts{"image/jpeg", 40, 20, 0}},
		"turned photo":  {string(photo(t, 40, 20, 6)), Facts{"image/jpeg", 20, 40, 0}},
		"broken image":  {still.String()[:20], Facts{Mime: "image/png"}},
		"GIF that lies": {"GIF89a<script>alert(1)</script>", Facts{"image/gif", 29500, 29283, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			got := Look(strings.NewReader(c.raw))
			if name == "GIF that lies" {
				c.want = Facts{Mime: "image/gif"} // more pixels than are looked at
			}
			if got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

func TestScale_upright(t *testing.T) {
	corner := map[int][2]bool{ // right, lower: where the red is then
		1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true},
		5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true},
	}
	for turn, at := range corner {
		raw, mime, err := Scale(bytes.NewReader(photo(t, 400, 200, turn)), 100)
		if err != nil || mime != "image/jpeg" {
			t.Fatalf("%d: %s %v", turn, mime, err)
		}
		if bytes.Contains(raw, []byte("GPS")) || bytes.Contains(raw, []byte("Exif")) {
			t.Errorf("%d: it tells where it was taken", turn)
		}
		img, _, err := image.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		w, h := img.Bounds().Dx(), img.Bounds().Dy()
		if want := turn >= 5; want != (h > w) || max(w, h) != 100 || min(w, h) != 50 {
			t.Errorf("%d: %d × %d", turn, w, h)
		}
		x, y := w/4, h/4
		if at[0] {
			x = w * 3 / 4
		}
		if at[1] {
			y = h * 3 / 4
		}
		if r, _, b, _ := img.At(x, y).RGBA(); r < b {
			t.Errorf("%d: the red is elsewhere", turn)
		}
	}
}

func TestScale_seeThrough(t *testing.T) {
	var raw bytes.Buffer
	_ = png.Encode(&raw, image.NewNRGBA(image.Rect(0, 0, 700, 500)))
	small, mime, err := Scale(bytes.NewReader(raw.Bytes()), 70)
	config, _ := png.DecodeConfig(bytes.NewReader(small))
	if err != nil || mime != "image/png" || config.Width != 70 || config.Height != 50 {
		t.Errorf("%s %v %+v", mime, err, config)
	}
}

// A few hundred bytes that say they were a gigapixel must cost nothing.
func TestScale_bombs(t *testing.T) {
	var small bytes.Buffer
	_ = png.Encode(&small, image.NewGray(image.Rect(0, 0, 1, 1)))
	bomb := bytes.Clone(small.Bytes())
	binary.BigEndian.PutUint32(bomb[16:], 40_000)
	binary.BigEndian.PutUint32(bomb[20:], 40_000)
	for name, raw := range map[string][]byte{"bomb": bomb, "broken": small.Bytes()[:40], "text": []byte("hello"), "nothing": nil} {
		if _, _, err := Scale(bytes.NewReader(raw), 100); !errors.Is(err, ErrNone) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func BenchmarkScale12Megapixels(b *testing.B) {
	img := image.NewYCbCr(image.Rect(0, 0, 4000, 3000), image.YCbCrSubsampleRatio420)
	for i := range img.Y {
		img.Y[i] = byte(i * 31 / 7)
	}
	var raw bytes.Buffer
	_ = jpeg.Encode(&raw, img, nil)
	for b.Loop() {
		if _, _, err := Scale(bytes.NewReader(raw.Bytes()), 480); err != nil {
			b.Fatal(err)
		}
	}
}
