// Package picture looks at files: what they are by their first bytes, how large an
// image is, and what it looks like when it is small. What it makes holds nothing of
// where and with what a photo was taken. It knows no store and no HTTP.
package picture

import (
	"errors"
	"image"
	_ "image/gif" // what can be read
	_ "image/jpeg"
	_ "image/png"
	"io"
	"net/http"
	"strings"

	"github.com/bep/imagemeta"
	_ "golang.org/x/image/webp"
)

// MaxPixels is how large an image may be that is looked at: 50 megapixels. Larger
// ones are files like any other.
const MaxPixels = 50_000_000

// Facts are what is found out about a file.
type Facts struct {
	Mime          string // without parameters
	Width, Height int    // pixels, as it is shown; 0 where it is no image that can be read
	Seconds       int    // how long a film or sound says that it is, rounded up; 0 where it does not
}

// formats are the images that can be shown smaller, by their types.
var formats = map[string]imagemeta.ImageFormat{
	"image/jpeg": imagemeta.JPEG, "image/png": imagemeta.PNG, "image/webp": imagemeta.WebP, "image/gif": 0,
}

// Look finds out about a file; what cannot be read is "application/octet-stream".
func Look(file io.ReadSeeker) Facts {
	head := make([]byte, 512)
	n, _ := io.ReadFull(file, head)
	mime, _, _ := strings.Cut(http.DetectContentType(head[:n]), ";")
	if isPlaylist(head[:n]) {
		mime = playlist
	}
	facts := Facts{Mime: mime, Seconds: secondsOf(file, mime)}
	if _, shown := formats[mime]; !shown {
		return facts
	}
	config, err := configOf(file)
	if err != nil {
		return facts
	}
	facts.Width, facts.Height = config.Width, config.Height
	if turned(orientation(file, mime)) {
		facts.Width, facts.Height = config.Height, config.Width
	}
	return facts
}

// ErrNone says that there is nothing to show: no image, a broken or a huge one.
var ErrNone = errors.New("picture: this cannot be shown smaller")

// configOf reads an image's size, from its beginning.
func configOf(file io.ReadSeeker) (image.Config, error) {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return image.Config{}, err
	}
	config, _, err := image.DecodeConfig(file)
	if err != nil || config.Width <= 0 || config.Height <= 0 || config.Width > MaxPixels/config.Height {
		return config, ErrNone
	}
	return config, nil
}

// orientation is how an image must be turned to be upright: 1 to 8, as in EXIF.
func orientation(file io.ReadSeeker, mime string) (turn int) {
	format := formats[mime]
	if _, err := file.Seek(0, io.SeekStart); err != nil || format == 0 {
		return 1
	}
	_, _ = imagemeta.Decode(imagemeta.Options{ // broken metadata: it is shown as it is
		R: file, ImageFormat: format, Sources: imagemeta.EXIF, LimitNumTags: 200, LimitTagSize: 1 << 10,
		ShouldHandleTag: func(tag imagemeta.TagInfo) bool { return tag.Tag == "Orientation" && tag.Namespace == "IFD0" },
		HandleTag: func(tag imagemeta.TagInfo) error {
			if value, ok := tag.Value.(uint16); ok && turn == 0 {
				turn = int(value)
			}
			return nil
		},
	})
	if turn < 1 || turn > 8 {
		return 1
	}
	return turn
}

// turned tells whether width and height change places.
func turned(orientation int) bool { return orientation >= 5 }
