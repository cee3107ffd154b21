package blob

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"tandem/internal/fault"
	"tandem/internal/picture"
)

// PreviewSize is how large a preview is.
type PreviewSize string

// The sizes.
const (
	Small PreviewSize = "small" // for lists
	Large PreviewSize = "large" // for looking at it
)

// pixels on the longer side.
var pixels = map[PreviewSize]int{Small: 480, Large: 2048}

// Open reads a content.
func (s *Service) Open(ctx context.Context, sum string) (Reader, error) {
	return s.options.Store.Open(ctx, sum)
}

// Preview gives an image made smaller, and its type: upright, and without what its
// file says of where it was taken. It is made once, one at a time; who waits longer
// than ctx gets Unavailable. NotFound where there is nothing to show.
func (s *Service) Preview(ctx context.Context, sum string, size PreviewSize) (raw []byte, mime string, err error) {
	path := s.previewPath(sum, size)
	if raw, mime, err = readPreview(path); err == nil {
		return raw, mime, nil
	}
	select {
	case s.drawing <- struct{}{}:
		defer func() { <-s.drawing }()
	case <-ctx.Done():
		return nil, "", &fault.Error{Kind: fault.Unavailable, Message: "The preview is not ready; try again soon.", Err: ctx.Err()}
	}
	if raw, mime, err = readPreview(path); err == nil { // made while we waited
		return raw, mime, nil
	}
	content, err := s.options.Store.Open(ctx, sum)
	if err != nil {
		return nil, "", err
	}
	defer content.Close()
	raw, mime, err = picture.Scale(content, pixels[size])
	if errors.Is(err, picture.ErrNone) {
		return nil, "", fault.New(fault.NotFound, "There is no preview of this file.")
	}
	if err == nil {
		s.keepPreview(path, raw)
	}
	return raw, mime, err
}

func (s *Service) previewPath(sum string, size PreviewSize) string {
	return filepath.Join(s.options.Previews, sum+"-"+strconv.Itoa(pixels[size]))
}

func readPreview(path string) ([]byte, string, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, "", err
	}
	return raw, picture.Look(bytes.NewReader(raw)).Mime, nil
}

// keepPreview writes it under another name first, so that none is ever read half.
// Where that fails the preview is made again.
func (s *Service) keepPreview(path string, raw []byte) {
	if os.MkdirAll(s.options.Previews, 0o700) != nil {
		return
	}
	file, err := os.CreateTemp(s.options.Previews, "new-*")
	if err != nil {
		return
	}
	_, err = io.Copy(file, bytes.NewReader(raw))
	if err = fault.First(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
}

func (s *Service) removePreviews(sum string) error {
	return fault.First(remove(s.previewPath(sum, Small)), remove(s.previewPath(sum, Large)))
}
