package api

import (
	"slices"

	"tandem/internal/fault"
	"tandem/internal/wire"
)

// shortList are those of lists that are short enough to be read whole.
var shortList = []Param{
	{Name: "limit", Kind: "integer", Doc: "at most so many, 1 to 500; 100 where left out"},
	{Name: "cursor", Doc: "nextCursor of the page before"},
}

// pageOf cuts a page out of a short list. A cursor names the last one that was
// given; once that is gone, the list begins anew.
func pageOf[T any](call *Call, list []T, id func(*T) string) (*wire.Page[T], error) {
	limit := call.Integer("limit", 100)
	if limit < 1 || limit > 500 {
		return nil, fault.Field("limit", "This is a number from 1 to 500.")
	}
	last := call.Text("cursor")
	if i := slices.IndexFunc(list, func(v T) bool { return id(&v) == last }); i >= 0 {
		list = list[i+1:]
	}
	page := &wire.Page[T]{Items: append([]T{}, list[:min(int(limit), len(list))]...)}
	if int(limit) < len(list) {
		next := id(&list[limit-1])
		page.NextCursor = &next
	}
	return page, nil
}
