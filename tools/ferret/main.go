// Ferret serves MongoDB's protocol out of a folder, for tests: no MongoDB server
// can be installed from the registries that this project builds from. It stands
// in a module of its own, so that what it needs does not become what Tandem needs.
package main

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"

	"github.com/FerretDB/FerretDB/ferretdb"
)

func main() {
	dir := flag.String("data", "", "folder of the databases; it must exist")
	addr := flag.String("addr", "127.0.0.1:0", "address to listen on")
	flag.Parse()
	db, err := ferretdb.New(&ferretdb.Config{
		Listener: ferretdb.ListenerConfig{TCP: *addr}, Handler: "sqlite", SQLiteURL: "file:" + *dir + "/?_pragma=synchronous(off)", // what tests write need not outlive the machine
		Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "ferret:", err)
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	fmt.Println(db.MongoDBURI()) // whoever has started it waits for this line
	_ = db.Run(ctx)              // it gives no error but that of the end
}
