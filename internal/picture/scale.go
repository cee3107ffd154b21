package picture

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"

	"golang.org/x/image/draw"
	"golang.org/x/image/math/f64"
)

// Scale gives an image upright and no larger than so many pixels on a side, as
// JPEG, or as PNG where parts of it may be seen through. Of one that moves it is
// the first picture. ErrNone where there is nothing to show.
func Scale(file io.ReadSeeker, most int) (raw []byte, mime string, err error) {
	config, err := configOf(file)
	if err != nil {
		return nil, "", err
	}
	head := make([]byte, 512)
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, "", err
	}
	n, _ := io.ReadFull(file, head)
	turn := orientation(file, http.DetectContentType(head[:n]))
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, "", err
	}
	from, _, err := image.Decode(file)
	if err != nil {
		return nil, "", ErrNone
	}
	small := upright(shrink(from, config, most), turn)
	var out bytes.Buffer
	if small.Opaque() {
		err = jpeg.Encode(&out, small, &jpeg.Options{Quality: 85})
		return out.Bytes(), "image/jpeg", err
	}
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, small)
	return out.Bytes(), "image/png", err
}

// shrink never makes an image larger.
func shrink(from image.Image, config image.Config, most int) *image.RGBA {
	width, height := config.Width, config.Height
	if longer := max(width, height); longer > most {
		width, height = max(1, width*most/longer), max(1, height*most/longer)
	}
	to := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.BiLinear.Scale(to, to.Bounds(), from, from.Bounds(), draw.Src, nil)
	return to
}

// upright turns and mirrors an image by its EXIF orientation.
func upright(from *image.RGBA, turn int) *image.RGBA {
	w, h := float64(from.Rect.Dx()), float64(from.Rect.Dy())
	places := map[int]f64.Aff3{ // where a pixel goes
		2: {-1, 0, w, 0, 1, 0}, 3: {-1, 0, w, 0, -1, h}, 4: {1, 0, 0, 0, -1, h},
		5: {0, 1, 0, 1, 0, 0}, 6: {0, -1, h, 1, 0, 0}, 7: {0, -1, h, -1, 0, w}, 8: {0, 1, 0, -1, 0, w},
	}
	place, turns := places[turn]
	if !turns {
		return from
	}
	size := from.Rect
	if turned(turn) {
		size = image.Rect(0, 0, size.Dy(), size.Dx())
	}
	to := image.NewRGBA(size)
	draw.NearestNeighbor.Transform(to, place, from, from.Rect, draw.Src, nil)
	return to
}
