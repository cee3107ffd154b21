package audit

import (
	"context"
	"log/slog"
	"time"

	"tandem/internal/entry"
	"tandem/internal/wire"
)

// Service reads the log and forgets what is old.
type Service struct {
	Store Store
	Days  int // how long records are kept; 0: for ever
	Log   *slog.Logger
}

// exportPage is how many records of an export are in memory at once.
const exportPage = 500

// List gives a page of records, newest first. Who may read them has been asked.
func (s *Service) List(ctx context.Context, filter Filter) (*wire.Page[wire.AuditRecord], error) {
	limit := filter.Limit
	filter.Limit++ // one more tells whether there are more
	list, err := s.Store.Records(ctx, filter)
	if err != nil {
		return nil, err
	}
	page := &wire.Page[wire.AuditRecord]{Items: list}
	if len(list) > limit {
		page.Items = list[:limit]
		page.NextCursor = wire.Cursor(wire.AuditCursor{Below: list[limit-1].Number})
	}
	return page, nil
}

// Export gives all records that a filter chooses, newest first, a few at a time,
// after it has recorded that it does.
func (s *Service) Export(ctx context.Context, filter Filter, give func([]wire.AuditRecord) error) error {
	if err := s.Store.Record(ctx, Record{Kind: Exported, Team: filter.Team, Detail: filter.detail()}); err != nil {
		return err
	}
	filter.Limit = exportPage
	for {
		list, err := s.Store.Records(ctx, filter)
		if err != nil {
			return err
		}
		if err := give(list); err != nil || len(list) < exportPage {
			return err
		}
		filter.Below = list[len(list)-1].Number
	}
}

// detail tells what was asked for.
func (f *Filter) detail() Detail {
	detail := Detail{}
	if f.Kinds != nil {
		detail["kinds"] = f.Kinds
	}
	if f.Actor != "" {
		detail["actor"] = f.Actor
	}
	if f.Project != "" {
		detail["project"] = f.Project
	}
	if f.After != 0 {
		detail["after"] = f.After
	}
	if f.Before != 0 {
		detail["before"] = f.Before
	}
	return detail
}

// Run forgets old records, each hour, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	if s.Days == 0 {
		return
	}
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		s.sweep(ctx, time.Now())
		select {
		case <-tick.C:
		case <-ctx.Done():
			return
		}
	}
}

// sweep that fails is done again an hour later.
func (s *Service) sweep(ctx context.Context, now time.Time) {
	if err := s.Store.DropRecords(ctx, entry.At(now.AddDate(0, 0, -s.Days))); err != nil && ctx.Err() == nil {
		s.Log.Error("old records could not be deleted", "error", err)
	}
}
