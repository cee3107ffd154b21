package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"tandem/internal/config"
)

// arguments splits what stands behind a command into its own flags, which are
// declared on a flag set, the settings that all commands know, and the words.
// Flags may stand before, between and behind the words.
func arguments(own *flag.FlagSet, args []string) (settings config.Config, words []string, err error) {
	own.SetOutput(io.Discard)
	own.Usage = func() {}
	var mine, shared []string
	for len(args) > 0 {
		name, isFlag := strings.CutPrefix(args[0], "-")
		name, _, inline := strings.Cut(strings.TrimPrefix(name, "-"), "=")
		n := 1
		declared := own.Lookup(name)
		switch {
		case !isFlag || args[0] == "-":
			words, args = append(words, args[0]), args[1:]
			continue
		case !inline && len(args) > 1 && !isSwitch(declared, name):
			n = 2
		}
		if declared != nil {
			mine = append(mine, args[:n]...)
		} else {
			shared = append(shared, args[:n]...)
		}
		args = args[n:]
	}
	if err := own.Parse(mine); err != nil {
		return settings, nil, fmt.Errorf("%s: %w", own.Name(), err)
	}
	settings, err = config.Load(shared, os.LookupEnv)
	return settings, words, err
}

// isSwitch tells whether a flag needs no value behind it.
func isSwitch(declared *flag.Flag, name string) bool {
	if declared != nil {
		value, ok := declared.Value.(interface{ IsBoolFlag() bool })
		return ok && value.IsBoolFlag()
	}
	return name == "help" || name == "h" || name == "offer-demo"
}
