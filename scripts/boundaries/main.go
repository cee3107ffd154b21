// Command boundaries checks that imports go down only, in Go and in TypeScript,
// as docs/architecture.md draws the floors. It prints one line for each import
// that breaks a rule, with the reason, and exits with status 1 if there is any.
package main

import (
	"fmt"
	"os"
)

func main() {
	found, err := check(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for _, broken := range found {
		fmt.Println(broken)
	}
	if len(found) > 0 {
		os.Exit(1)
	}
}

// check reads a source tree and gives what breaks a rule, in the order of the files.
func check(root string) ([]string, error) {
	found, err := checkGo(root)
	if err != nil {
		return nil, err
	}
	web, err := checkWeb(root)
	return append(found, web...), err
}
