package api

import (
	"context"
	"strings"

	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Finder finds what a person may see by its words; at most limit after skip.
// Implementation: package search.
type Finder interface {
	Search(ctx context.Context, actor, text string, skip, limit int) (wire.Page[wire.Found], error)
}

// Searches is looking for something in all that one may see.
type Searches struct{ Finder Finder }

// Routes lists the calls.
func (s *Searches) Routes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/search", Name: "search", Tag: "search", Access: SignedIn,
			Summary: "Finds tasks, comments and projects by their words, over all that one may see, best first.",
			Query:   append([]Param{{Name: "q", Needed: true, MaxChars: 200, Doc: "words, or their beginnings, that all stand in what is found; some mistakes are forgiven"}}, paging...),
		}, s.search),
	}
}

func (s *Searches) search(call *Call, _ *None) (*wire.Page[wire.Found], error) {
	text := call.Text("q")
	if strings.TrimSpace(text) == "" {
		return nil, fault.Field("q", "Say what to look for.")
	}
	limit, err := call.pageLimit()
	if err != nil {
		return nil, err
	}
	cursor := &wire.SearchCursor{}
	if _, err := wire.ReadCursor(call.Text("cursor"), cursor); err != nil {
		return nil, err
	}
	if cursor.Skip < 0 || cursor.Skip > 10_000 {
		return nil, fault.Field("cursor", "This is no cursor of this list.")
	}
	page, err := s.Finder.Search(call.Request.Context(), call.Actor, text, cursor.Skip, limit)
	return &page, err
}
