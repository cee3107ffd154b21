package migration

import (
	"context"
	"fmt"
	"slices"
)

// fillEach is how many records are written together.
const fillEach = 200

// copyTable makes a table of the target that of the source, and counts its records.
func copyTable(ctx context.Context, from, to Store, t *Table) (count int64, err error) {
	source, list := map[string]bool{}, []Record{}
	flush := func() error {
		err := to.Fill(ctx, t, list)
		list = nil
		return err
	}
	err = from.Dump(ctx, t, func(r Record) error {
		source[fmt.Sprint(t.Key(r)...)] = true
		count++
		if list = append(list, r); len(list) == fillEach {
			return flush()
		}
		return nil
	})
	if err == nil && len(list) > 0 {
		err = flush()
	}
	if err != nil {
		return count, err
	}
	var others []Record // what the journals have led to in the target, and the source has no more
	err = to.Dump(ctx, t, func(r Record) error {
		if key := t.Key(r); !source[fmt.Sprint(key...)] {
			others = append(others, slices.Clone(key))
		}
		return nil
	})
	if err == nil && len(others) > 0 {
		err = to.Prune(ctx, t, others)
	}
	return count, err
}
