// Tandem is collaborative task management in one program.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"tandem/internal/fault"
)

// commands are what the program can do; each reads its own arguments.
var commands = map[string]func(ctx context.Context, args []string) error{
	"serve":   serve,
	"migrate": migrate,
	"health":  health,
	"demo":    fillDemo,
	"import":  importBoard,
	"user":    user,
	"token":   token,
	"help":    help,
}

func main() {
	name, args := "help", os.Args[1:]
	if len(args) > 0 {
		name, args = args[0], args[1:]
	}
	run, known := commands[name]
	if !known {
		fmt.Fprintf(os.Stderr, "tandem: there is no command %q; see tandem help\n", name)
		os.Exit(1)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	if err := run(ctx, args); err != nil {
		fmt.Fprintln(os.Stderr, "tandem: "+sentence(err))
		os.Exit(1)
	}
}

// sentence is what a person reads; for mistakes of ours, all that is known.
func sentence(err error) string {
	if fault.Is(err, fault.Internal) {
		return err.Error()
	}
	if details := fault.As(err).Details; len(details) > 0 {
		return details[0].Detail
	}
	return fault.MessageOf(err)
}
