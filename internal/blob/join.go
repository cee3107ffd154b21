package blob

import (
	"context"
	"io"
	"strings"

	"tandem/internal/fault"
)

// MaxParts is how many uploads are joined at most.
const MaxParts = 10

var errPart = fault.Field("Upload-Concat", "Parts are 1 to 10 uploads of your own into this project, each whole.")

// Join makes one upload of the contents of whole ones, in their order: what is
// known last may stand first, such as the index of a recording. The parts stay
// until they are dropped or expire, so that the same parts again give the same upload.
func (s *Service) Join(ctx context.Context, u Upload, parts []string) (Upload, error) {
	if len(parts) == 0 || len(parts) > MaxParts {
		return u, errPart
	}
	var size int64
	var contents []io.Reader
	for _, id := range parts {
		part, err := s.Upload(ctx, u.Owner, id)
		if fault.Is(err, fault.NotFound) || err == nil && (part.File == nil || part.Project != u.Project) {
			return u, errPart
		}
		if err != nil {
			return u, err
		}
		content, err := s.options.Store.Open(ctx, part.SHA256)
		if err != nil {
			return u, err
		}
		defer content.Close()
		size += part.Size
		contents = append(contents, content)
	}
	if err := s.check(size); err != nil {
		return u, err
	}
	return s.Receive(ctx, u, io.MultiReader(contents...), joinOf(parts))
}

// joinOf names the wish to join these parts.
func joinOf(parts []string) string { return "join " + strings.Join(parts, " ") }
