package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"

	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/team"
)

var _ auth.Store = (*DB)(nil)

const accountColumns = `id, name, handle, email, avatar, time_zone, locale, password, admin, week_start, created_at, disabled_at`

func scanAccount(row scanner) (auth.Account, error) {
	var a auth.Account
	err := row.Scan(&a.User.ID, &a.User.Name, &a.User.Handle, &a.User.Email, &a.User.Avatar, &a.User.TimeZone, &a.User.Locale,
		&a.Password, &a.Admin, &a.WeekStart, (*int64)(&a.CreatedAt), &a.DisabledAt)
	return a, missing("account", err)
}

// missing turns "no rows" into a fault.
func missing(thing string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return fault.New(fault.NotFound, "There is no such "+thing+".")
	}
	return translate(err)
}

// found turns "no row changed" into a fault.
func found(thing string, n int64, err error) error {
	if err == nil && n == 0 {
		err = sql.ErrNoRows
	}
	return missing(thing, err)
}

func emailKey(email string) string { return strings.ToLower(email) }

// CreateAccount implements auth.Store.
func (db *DB) CreateAccount(ctx context.Context, a *auth.Account, by auth.Admission) error {
	return fault.Wrap("create account", db.write(ctx, func(tx *writing) error {
		var accounts int
		if err := tx.row(`SELECT count(*) FROM (SELECT 1 FROM users LIMIT 1)`, nil, &accounts); err != nil {
			return err
		}
		if a.Admin = accounts == 0; !a.Admin && !by.Open && by.Invite == nil {
			return fault.New(fault.Forbidden, "Registration is closed here; ask somebody who has an account to invite you.")
		}
		if err := tx.freeEmail(*a.User.Email); err != nil {
			return err
		}
		handle, err := tx.freeHandle(a.User.Handle)
		if err != nil {
			return err
		}
		a.User.Handle = handle
		// Their own stream is there from the start, so that a cursor on it is never of another epoch.
		if err := tx.exec(`INSERT INTO streams (id, epoch, head, acl, at) VALUES (?, lower(hex(randomblob(16))), 0, 1, ?)`,
			a.User.ID, int64(a.CreatedAt)); err != nil {
			return err
		}
		err = tx.exec(`INSERT INTO users (`+accountColumns+`, email_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			a.User.ID, a.User.Name, a.User.Handle, *a.User.Email, text(a.User.Avatar), a.User.TimeZone, a.User.Locale, a.Password, a.Admin, a.WeekStart,
			int64(a.CreatedAt), instant(a.DisabledAt), emailKey(*a.User.Email))
		if err != nil || by.Invite == nil {
			return err
		}
		return tx.useInvite(team.Hash(*by.Invite), a.User.ID, func(house *team.House, i *team.Invite) error {
			return team.Admit(house, i, a.User.ID, *a.User.Email, a.CreatedAt)
		})
	}))
}

func (tx *writing) freeEmail(email string) error {
	var one int
	err := tx.row(`SELECT 1 FROM users WHERE email_key = ?`, []any{emailKey(email)}, &one)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		err = fault.New(fault.Conflict, "There is an account with this address already; sign in.")
	}
	return err
}

// freeHandle completes a handle with the next number that nobody has.
func (tx *writing) freeHandle(base string) (string, error) {
	handle := base
	for n := 2; ; n++ {
		var one int
		err := tx.row(`SELECT 1 FROM users WHERE handle = ?`, []any{handle}, &one)
		if errors.Is(err, sql.ErrNoRows) {
			return handle, nil
		}
		if err != nil {
			return "", err
		}
		handle = base + strconv.Itoa(n)
	}
}

// HasAccounts implements auth.Store.
func (db *DB) HasAccounts(ctx context.Context) (bool, error) {
	var some bool
	err := db.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM users)`).Scan(&some)
	return some, fault.Wrap("look for accounts", translate(err))
}

// Account implements auth.Store.
func (db *DB) Account(ctx context.Context, id string) (auth.Account, error) {
	a, err := scanAccount(db.read.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM users WHERE id = ?`, id))
	return a, fault.Wrap("read account", err)
}

// AccountByEmail implements auth.Store.
func (db *DB) AccountByEmail(ctx context.Context, email string) (auth.Account, error) {
	a, err := scanAccount(db.read.QueryRowContext(ctx, `SELECT `+accountColumns+` FROM users WHERE email_key = ?`, emailKey(email)))
	return a, fault.Wrap("read account", err)
}

// Accounts implements auth.Store.
func (db *DB) Accounts(ctx context.Context) ([]auth.Account, error) {
	return list(ctx, db.read, scanAccount, `SELECT `+accountColumns+` FROM users ORDER BY created_at, id`)
}

// list reads all rows of a query.
func list[T any](ctx context.Context, q querier, scan func(scanner) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fault.Wrap("list", translate(err))
	}
	defer rows.Close()
	all := []T{}
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, fault.Wrap("list", err)
		}
		all = append(all, v)
	}
	return all, fault.Wrap("list", translate(rows.Err()))
}

// ChangeAccount implements auth.Store.
func (db *DB) ChangeAccount(ctx context.Context, id string, change func(*auth.Account) error) (auth.Account, error) {
	var account auth.Account
	err := db.once(ctx, func(tx *writing) error {
		stmt, err := tx.prepare(`SELECT ` + accountColumns + ` FROM users WHERE id = ?`)
		if err != nil {
			return err
		}
		if account, err = scanAccount(stmt.QueryRow(id)); err != nil {
			return err
		}
		before := account.User.Handle
		if err := change(&account); err != nil {
			return err
		}
		user := &account.User
		if user.Handle != before {
			if free, err := tx.freeHandle(user.Handle); err != nil || free != user.Handle {
				return fault.First(err, fault.New(fault.Conflict, "Somebody has this handle already; choose another."))
			}
		}
		return fault.First(
			tx.exec(`UPDATE users SET name = ?, handle = ?, avatar = ?, time_zone = ?, locale = ?, week_start = ? WHERE id = ?`,
				user.Name, user.Handle, text(user.Avatar), user.TimeZone, user.Locale, account.WeekStart, id),
			tx.exec(staleOf+`SELECT project, 1, user FROM members WHERE user = ?`+staleAgain, id),
		)
	})
	return account, fault.Wrap("change account", err)
}

// SetPassword implements auth.Store.
func (db *DB) SetPassword(ctx context.Context, user, password, keep string) error {
	return fault.Wrap("set password", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`UPDATE users SET password = ? WHERE id = ?`, password, user)
		return fault.First(found("account", n, err), tx.exec(`DELETE FROM sessions WHERE user = ? AND id <> ?`, user, keep))
	}))
}

// SetDisabled implements auth.Store; a trigger ends the sessions.
func (db *DB) SetDisabled(ctx context.Context, user string, at *entry.Instant, spare bool) error {
	return fault.Wrap("disable account", db.once(ctx, func(tx *writing) error {
		n, err := tx.change(`UPDATE users SET disabled_at = ? WHERE id = ?`, instant(at), user)
		if err := found("account", n, err); err != nil || !spare {
			return err
		}
		var left int
		if err := tx.row(`SELECT count(*) FROM users WHERE admin AND disabled_at IS NULL`, nil, &left); err != nil || left > 0 {
			return err
		}
		return fault.New(fault.Conflict, "This is the last administrator; somebody has to be one.")
	}))
}
