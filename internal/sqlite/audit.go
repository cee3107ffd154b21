package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"tandem/internal/audit"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

var _ audit.Store = (*DB)(nil)

// note records something too, if this transaction commits.
func (tx *writing) note(record audit.Record) { tx.noted = append(tx.noted, record) }

// record writes what is told of this transaction.
func (tx *writing) record(records []audit.Record) error {
	for i := range records {
		r := &records[i]
		if r.Detail == nil {
			r.Detail = audit.Detail{}
		}
		err := tx.exec(`INSERT INTO audit (at, kind, actor, team, project, subject, address, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			int64(r.At), string(r.Kind), orNull(r.Actor), orNull(r.Team), orNull(r.Project), orNull(r.Subject), orNull(r.Address), asJSON(r.Detail))
		if err != nil {
			return err
		}
		tx.recorded = append(tx.recorded, r.Kind)
	}
	return nil
}

func (db *DB) tellRecorded(kinds []audit.Kind) {
	for _, kind := range kinds {
		if db.onRecord != nil {
			db.onRecord(kind)
		}
	}
}

// Record implements audit.Recorder.
func (db *DB) Record(ctx context.Context, records ...audit.Record) error {
	return fault.Wrap("record", db.write(audit.Note(ctx, records...), func(*writing) error { return nil }))
}

// Records implements audit.Store.
func (db *DB) Records(ctx context.Context, filter audit.Filter) ([]wire.AuditRecord, error) {
	var where conditions
	where.add("TRUE")
	if filter.Team != "" {
		where.add("a.team = ?", filter.Team)
	}
	if filter.Actor != "" {
		where.add("a.actor = ?", filter.Actor)
	}
	if filter.Project != "" {
		where.add("a.project = ?", filter.Project)
	}
	if filter.After != 0 {
		where.add("a.at >= ?", int64(filter.After))
	}
	if filter.Before != 0 {
		where.add("a.at < ?", int64(filter.Before))
	}
	if filter.Below != 0 {
		where.add("a.number < ?", filter.Below)
	}
	where.in("a.kind", filter.Kinds)
	return list(ctx, db.read, scanRecord, `SELECT a.number, a.at, a.kind, a.actor, u.name, a.team, a.project, p.name, a.subject, s.name,
		a.address, a.detail FROM audit a LEFT JOIN users u ON u.id = a.actor LEFT JOIN users s ON s.id = a.subject
		LEFT JOIN projects p ON p.id = a.project WHERE `+where.text()+` ORDER BY a.number DESC LIMIT ?`, append(where.args, filter.Limit)...)
}

func scanRecord(row scanner) (wire.AuditRecord, error) {
	var r wire.AuditRecord
	var detail string
	err := row.Scan(&r.Number, (*int64)(&r.At), &r.Kind, &r.Actor, &r.ActorName, &r.Team, &r.Project, &r.ProjectName, &r.Subject,
		&r.SubjectName, &r.Address, &detail)
	return r, fault.First(translate(err), fromJSON(detail, &r.Detail))
}

// DropRecords implements audit.Store. It lets other writes in between.
func (db *DB) DropRecords(ctx context.Context, before entry.Instant) error {
	for n := int64(1); n > 0; {
		err := db.write(ctx, func(tx *writing) (err error) {
			n, err = tx.change(`DELETE FROM audit WHERE number IN (SELECT number FROM audit WHERE at < ? LIMIT 5000)`, int64(before))
			return err
		})
		if err != nil {
			return fault.Wrap("drop records", err)
		}
	}
	return nil
}

// Place implements audit.Store.
func (db *DB) Place(ctx context.Context, named audit.Named) (team, project string, err error) {
	query, key := placeOf(&named)
	if query == "" {
		return "", "", nil
	}
	err = db.read.QueryRowContext(ctx, query, key).Scan(&team, &project)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return team, project, fault.Wrap("place", translate(err))
}

func placeOf(named *audit.Named) (query, key string) {
	const inProject = `SELECT p.team, p.id FROM projects p `
	taskProject, _, byKey := entry.SplitKey(named.Task)
	switch {
	case named.Project != "":
		return inProject + `WHERE p.id = ?`, named.Project
	case byKey:
		return inProject + `WHERE p.key = ?`, taskProject
	case named.Task != "":
		return inProject + `JOIN tasks t ON t.project = p.id WHERE t.id = ?`, named.Task
	case named.Comment != "":
		return inProject + `JOIN comments c ON c.project = p.id WHERE c.id = ?`, named.Comment
	case named.Attachment != "":
		return inProject + `JOIN attachments a ON a.project = p.id WHERE a.id = ?`, named.Attachment
	case named.Team != "":
		return `SELECT id, '' FROM teams WHERE id = ?`, named.Team
	}
	return "", ""
}
