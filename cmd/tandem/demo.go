package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"tandem/internal/app"
	"tandem/internal/audit"
	"tandem/internal/config"
	"tandem/internal/demo"
	"tandem/internal/fault"
)

const demoUsage = `Usage: tandem demo [--data folder] [--tasks number] [--password password]

Fills an empty data folder with a team of four and a project that has been going
on for weeks, and prints how to sign in. With --tasks there is a second project
of so many tasks, for measuring. The password of all four may also stand in
TANDEM_DEMO_PASSWORD; without one, each of them gets another.
`

// fillDemo fills an empty data folder.
func fillDemo(ctx context.Context, args []string) error {
	own := flag.NewFlagSet("tandem demo", flag.ContinueOnError)
	tasks := own.Int("tasks", 0, "")
	password := own.String("password", os.Getenv("TANDEM_DEMO_PASSWORD"), "")
	settings, words, err := arguments(own, args)
	switch {
	case errors.Is(err, config.ErrHelp):
		fmt.Print(demoUsage)
		return nil
	case err != nil:
		return err
	case len(words) > 0:
		return fault.New(fault.Invalid, "tandem demo takes no words; see tandem demo --help")
	case *tasks < 0 || *tasks > 200_000:
		return fault.New(fault.Invalid, "--tasks is a number from 0 to 200000")
	}
	floors, err := app.OpenOffline(ctx, settings)
	if err != nil {
		return err
	}
	defer floors.Close()
	instance := demo.Instance{Accounts: floors.Accounts, Teams: floors.Store, Writer: floors.Writer}
	filled, err := instance.Fill(audit.With(ctx, &audit.Origin{Operator: true}), demo.Options{Password: *password, Tasks: *tasks})
	if err != nil {
		return err
	}
	where := settings.Data
	if settings.Database != "" {
		where = "the database" // whose address may hold a password
	}
	fmt.Printf("The demo is in %s. Sign in as one of the team %q:\n\n", where, demo.TeamName)
	for i, user := range filled.Users {
		fmt.Printf("  %-16s %-28s %s\n", user.Name, *user.Email, filled.Passwords[i])
	}
	return nil
}
