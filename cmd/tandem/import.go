package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"tandem/internal/app"
	"tandem/internal/config"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/importing"
	"tandem/internal/team"
	"tandem/internal/trello"
)

const importUsage = `Usage: tandem import trello FILE --team name [--as address] [--dry-run] [--data folder]

Brings a board that Trello wrote as JSON (in its menu: Print, export and share)
into a team, as the person with this address, or else as the team's owner. FILE
may be - for what is piped in. With --dry-run it only says what would come.
`

// formats are the files that can be read.
var formats = map[string]func(io.Reader, *time.Location) (*importing.Board, error){
	"trello": trello.Read,
}

// importBoard brings a board from a file into a team.
func importBoard(ctx context.Context, args []string) error {
	own := flag.NewFlagSet("tandem import", flag.ContinueOnError)
	name := own.String("team", "", "")
	as := own.String("as", "", "")
	dryRun := own.Bool("dry-run", false, "")
	settings, words, err := arguments(own, args)
	switch {
	case errors.Is(err, config.ErrHelp):
		fmt.Print(importUsage)
		return nil
	case err != nil:
		return err
	case len(words) != 2 || formats[words[0]] == nil || *name == "":
		return fault.New(fault.Invalid, "an import is written tandem import trello FILE --team NAME; see tandem import --help")
	}
	file, err := openFile(words[1])
	if err != nil {
		return err
	}
	defer file.Close()
	floors, err := app.OpenOffline(ctx, settings)
	if err != nil {
		return err
	}
	defer floors.Close()
	request := importing.Request{DryRun: *dryRun, Read: func(zone *time.Location) (*importing.Board, error) {
		return formats[words[0]](file, zone)
	}}
	if request.Team, request.Actor, err = whereTo(ctx, floors, *name, *as); err != nil {
		return err
	}
	importer := importing.Importer{Writer: floors.Writer, Teams: floors.Store}
	outcome, err := importer.Import(ctx, request)
	if err != nil {
		return inFile(words[1], err)
	}
	printOutcome(outcome, *dryRun)
	return nil
}

func openFile(name string) (io.ReadCloser, error) {
	if name == "-" {
		return os.Stdin, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "the file cannot be read: " + err.Error(), Err: err}
	}
	return file, nil
}

// inFile adds the first place that is wrong to what is said of a file.
func inFile(name string, err error) error {
	f := *fault.As(err)
	if f.Kind != fault.Internal {
		f.Message = name + ": " + f.Message
		if len(f.Details) > 0 {
			f.Message += fmt.Sprintf(" (%s: %s)", f.Details[0].Pointer, f.Details[0].Detail)
			f.Details = nil // said now
		}
	}
	return &f
}

// whereTo finds the team by its name or id and the person who imports.
func whereTo(ctx context.Context, floors *app.Offline, name, address string) (teamID, user string, err error) {
	teams, err := allTeams(ctx, floors)
	if err != nil {
		return "", "", err
	}
	var found []string
	for id, t := range teams {
		if id == name || strings.EqualFold(strings.TrimSpace(name), t.Name) {
			found = append(found, id)
		}
	}
	switch {
	case len(teams) == 0:
		return "", "", fault.New(fault.NotFound, "there is no team yet; start the server with tandem serve, make an account and a team, and import then")
	case len(found) == 0:
		return "", "", fault.New(fault.NotFound, fmt.Sprintf("there is no team %q; there is %s", name, strings.Join(names(teams), ", ")))
	case len(found) > 1:
		slices.Sort(found)
		return "", "", fault.New(fault.Conflict, fmt.Sprintf("%d teams are called %q; say which one by its id: %s", len(found), name, strings.Join(found, ", ")))
	}
	seats, err := floors.Store.Roster(ctx, found[0])
	for _, seat := range seats {
		if address == "" && seat.Role == entry.TeamOwner || address != "" && seat.User.Email != nil && strings.EqualFold(*seat.User.Email, address) {
			return found[0], seat.User.ID, err
		}
	}
	return "", "", errors.Join(err, fault.New(fault.NotFound, fmt.Sprintf("nobody in the team has the address %q", address)))
}

func allTeams(ctx context.Context, floors *app.Offline) (map[string]team.Team, error) {
	accounts, err := floors.Accounts.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	teams := make(map[string]team.Team)
	for _, account := range accounts {
		list, err := floors.Store.Teams(ctx, account.User.ID)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			teams[t.ID] = t
		}
	}
	return teams, nil
}

func names(teams map[string]team.Team) []string {
	var list []string
	for _, t := range teams {
		list = append(list, fmt.Sprintf("%q", t.Name))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func printOutcome(outcome importing.Outcome, dryRun bool) {
	switch made := outcome.Report.Created; {
	case outcome.New || dryRun && outcome.Project == "":
		verb := "Brought"
		if dryRun {
			verb = "Would bring"
		}
		fmt.Printf("%s %s; %s in the team.\n", verb, counts(made), importing.Count(made.Members, "%d person was found", "%d people were found"))
	default:
		fmt.Println("Nothing was brought.")
	}
	for _, skip := range outcome.Report.Skipped {
		fmt.Printf("  not brought: %s. %s\n", skip.What, skip.Why)
	}
	if unmapped := outcome.Report.Unmapped; len(unmapped) > 0 {
		fmt.Printf("  without an account here: %s\n", strings.Join(unmapped, ", "))
	}
	if outcome.Project != "" {
		fmt.Printf("The project is %s.\n", outcome.Project)
	}
}

func counts(made importing.Created) string {
	return strings.Join([]string{
		importing.Count(made.Statuses, "%d status", "%d statuses"), importing.Count(made.Tasks, "%d task", "%d tasks"),
		importing.Count(made.Subtasks, "%d subtask", "%d subtasks"), importing.Count(made.Labels, "%d label", "%d labels"),
		importing.Count(made.Comments, "%d comment", "%d comments"),
	}, ", ")
}
