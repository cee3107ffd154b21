package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"tandem/internal/app"
	"tandem/internal/config"
	"tandem/internal/fault"
)

const migrateUsage = `Usage: tandem migrate --from DATABASE --to DATABASE

Copies an instance from one database to another. DATABASE is a data folder, the
address of a MongoDB server, as mongodb://host:27017/name, or @FILE, a file that
has it. The first is only read, and no server may work on it meanwhile; the second
is empty, or a copy that was broken off: then it goes on where it was. In the end
both sides are compared. Files of tasks are not copied: they stay in the data folder.
`

// migrate copies an instance to another database.
func migrate(ctx context.Context, args []string) error {
	own := flag.NewFlagSet("tandem migrate", flag.ContinueOnError)
	from, to := own.String("from", "", ""), own.String("to", "", "")
	_, words, err := arguments(own, args)
	switch {
	case errors.Is(err, config.ErrHelp):
		fmt.Print(migrateUsage)
		return nil
	case err != nil:
		return err
	case *from == "" || *to == "" || len(words) > 0:
		return fault.New(fault.Invalid, "a migration is written tandem migrate --from DATABASE --to DATABASE; see tandem migrate --help")
	}
	result, err := app.Migrate(ctx, *from, *to, func(text string) { fmt.Fprintln(os.Stderr, text) })
	if err != nil {
		return err
	}
	fmt.Printf("Copied %d journals with %d entries, and %d records beside them.\nBoth sides have the digest %s.\nStart the server on the copy now, with the same files; the source is as it was.\n",
		result.Streams, result.Entries, result.Records, result.Digest)
	return nil
}
