package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"tandem/internal/app"
	"tandem/internal/config"
)

// serve runs the server until it is told to stop.
func serve(ctx context.Context, args []string) error {
	settings, err := config.Load(args, os.LookupEnv)
	if errors.Is(err, config.ErrHelp) {
		return help(ctx, nil)
	}
	if err != nil {
		return err
	}
	server, err := app.New(ctx, settings)
	if err != nil {
		return err
	}
	defer server.Close()
	return server.Run(ctx, func(address string) { fmt.Printf("Tandem serves on %s\n", address) })
}

func help(context.Context, []string) error {
	fmt.Print("Usage: tandem COMMAND [--setting value …]\n\n  serve   run the server\n  health  ask whether the server on this machine can serve\n  demo    fill an empty data folder with a team and its work\n  import  bring a board from elsewhere\n  migrate copy everything to another database\n  user    accounts: list, create, password, disable, enable\n  token   API tokens: list, create, delete\n  help    this page\n\nSettings; each is also TANDEM_* in the environment:\n")
	fmt.Print(config.Help())
	return nil
}
