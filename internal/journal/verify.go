package journal

import (
	"context"
	"fmt"
	"reflect"

	"tandem/internal/project"
)

// Verify replays a project's journal and compares what comes out with the rows
// (J10), and looks for gaps (J1). The error names the first difference.
func Verify(ctx context.Context, store Store, stream string) error {
	rows, head, err := store.Load(ctx, stream)
	if err != nil {
		return err
	}
	if err := contiguous(ctx, store, stream, head.Seq); err != nil {
		return err
	}
	replayed, err := Replay(ctx, store, stream, head.Seq)
	if err != nil {
		return err
	}
	return compare(replayed.AllRows(), rows.AllRows())
}

func contiguous(ctx context.Context, store Store, stream string, head int64) error {
	for after := int64(0); after < head; {
		entries, _, err := store.Entries(ctx, stream, after, 1000, 8<<20)
		if err != nil {
			return err
		}
		if len(entries) == 0 {
			return fmt.Errorf("stream %s ends at %d, but its head is %d", stream, after, head)
		}
		for i := range entries {
			if after++; entries[i].Seq != after {
				return fmt.Errorf("stream %s: seq %d where %d was due", stream, entries[i].Seq, after)
			}
		}
	}
	return nil
}

func compare(replayed, rows project.Rows) error {
	a, b := reflect.ValueOf(replayed), reflect.ValueOf(rows)
	for i := range a.NumField() {
		name := a.Type().Field(i).Name
		if a.Field(i).Kind() != reflect.Slice {
			if !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
				return fmt.Errorf("%s: the journal gives %+v, the rows %+v", name, a.Field(i), b.Field(i))
			}
			continue
		}
		if a.Field(i).Len() != b.Field(i).Len() {
			return fmt.Errorf("%s: the journal gives %d, the rows %d", name, a.Field(i).Len(), b.Field(i).Len())
		}
		for k := range a.Field(i).Len() {
			if x, y := a.Field(i).Index(k), b.Field(i).Index(k); !reflect.DeepEqual(x.Interface(), y.Interface()) {
				return fmt.Errorf("%s: the journal gives %+v, the row is %+v", name, x.Elem(), y.Elem())
			}
		}
	}
	return nil
}
