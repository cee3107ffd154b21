package app

import (
	"context"
	"fmt"
	"os"
	"strings"

	"tandem/internal/config"
	"tandem/internal/fault"
	"tandem/internal/migration"
	"tandem/internal/mongo"
	"tandem/internal/sqlite"
)

// Faults of naming what is to be copied.
var (
	errSame  = fault.New(fault.Invalid, "--from and --to name the same database.")
	errHalf  = fault.New(fault.Unavailable, "This database is a half-done copy of another. Finish it with tandem migrate, or name another one.")
	errNoOne = fault.New(fault.NotFound, "There is no Tandem database in the folder that --from names.")
)

// Migrate copies an instance from one database to another, each a folder or the
// address of a MongoDB server ("@" and a file that has it). The first is only read.
func Migrate(ctx context.Context, from, to string, tell func(string)) (result migration.Result, err error) {
	if from, err = addressIn(from); err != nil {
		return result, err
	}
	if to, err = addressIn(to); err != nil {
		return result, err
	}
	if from == to {
		return result, errSame
	}
	if !isServer(from) {
		if isThere, err := sqlite.Exists(ctx, from); err != nil || !isThere {
			return result, fault.First(err, errNoOne)
		}
	}
	source, err := openSide(ctx, from)
	if err != nil {
		return result, err
	}
	defer source.Close()
	target, err := openSide(ctx, to)
	if err != nil {
		return result, err
	}
	defer target.Close()
	return migration.Copy(ctx, source, target, migration.Options{Tell: tell})
}

// addressIn reads an address from the file that it may stand in.
func addressIn(address string) (string, error) {
	file, isFile := strings.CutPrefix(address, "@")
	if !isFile {
		return address, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return "", &fault.Error{Kind: fault.Invalid, Message: "The file " + file + " with an address cannot be read.", Err: err}
	}
	return strings.TrimSpace(string(text)), nil
}

func isServer(address string) bool {
	return strings.HasPrefix(address, "mongodb://") || strings.HasPrefix(address, "mongodb+srv://")
}

// openSide opens one side of a copy, which no server may work on.
func openSide(ctx context.Context, address string) (Store, error) {
	if isServer(address) {
		db, err := mongo.Open(ctx, address, mongo.Options{})
		if err != nil {
			return nil, err
		}
		isServed, err := db.IsServed(ctx)
		if err != nil || isServed {
			db.Close()
			return nil, fault.First(err, served("the database server"))
		}
		return db, nil
	}
	if isServed, err := sqlite.IsServed(ctx, address); err != nil || isServed {
		return nil, fault.First(err, served("the folder "+address))
	}
	return openStore(ctx, &config.Config{Data: address}, mongo.Options{})
}

func served(by string) error {
	return fault.New(fault.Conflict, fmt.Sprintf(
		"A server works on %s, or did seconds ago. Stop it first: what people write while the copy is made would be missing from it.", by))
}

// refuseHalf refuses to work on what is not whole.
func refuseHalf(ctx context.Context, store Store) error {
	of, err := store.CopyOf(ctx)
	if err == nil && of != "" {
		err = errHalf
	}
	return err
}
