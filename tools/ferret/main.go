// Ferret serves MongoDB's protocol out of a folder, for tests: no MongoDB server
// can be installed from the registries that this project builds from. It stands
// in a module of its own, so that what it needs does not become what Tandem needs.
// It ends when its input does, as it does when whoever has started it dies.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	dir := flag.String("data", "", "folder of the databases, which exists; a temporary one where empty")
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	if err := serve(*dir, *addr); err != nil {
		fmt.Fprintln(os.Stderr, "ferret:", err)
		os.Exit(1)
	}
}

func serve(dir, addr string) error {
	if dir == "" {
		temporary, err := os.MkdirTemp("", "ferret")
		if err != nil {
			return err
		}
		defer os.RemoveAll(temporary)
		dir = temporary
	}
	db, err := ferretdb.New(&ferretdb.Config{
		Listener: ferretdb.ListenerConfig{TCP: addr}, Handler: "sqlite",
		SQLiteURL: "file:" + dir + "/?_pragma=synchronous(off)", // what tests write need not outlive the machine
		Logger:    slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		defer stop()
		_, _ = io.Copy(io.Discard, os.Stdin)
	}()
	go func() { fmt.Println(db.MongoDBURI()) }() // once it listens; whoever has started it waits for this line
	return db.Run(ctx)
}
