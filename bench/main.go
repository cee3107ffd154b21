//go:build linux

// Command bench measures Tandem on the machine at hand and prints, beside each
// figure, its limit as measured in the same run: a bare insert loop on the same
// database settings, a bare net/http echo, a bare socket broadcast. It speaks
// only the public contract, to a freshly started real binary, over loopback;
// every loop is bounded in count and time. The load generator shares the
// machine with the server, so it is built to cost little: one thread, epoll,
// requests made beforehand.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"
)

// run is what the rows share: the binary under test, and limits already measured.
type run struct {
	binary  string
	seconds time.Duration // how long each load lasts
	echo    map[int]load  // bare echo by the size of its answer, 64 clients
	disk    *disk
	profile string // a file for the product's CPU profile under load; empty: none
}

// rows in the order of the table; each may give several lines.
var rows = []struct {
	name    string
	measure func(*run) ([]line, error)
}{
	{"start", measureStart},
	{"create", measureCreate},
	{"move", measureMove},
	{"single", measureSingle},
	{"board", measureBoard},
	{"large", measureLarge},
	{"past", measurePast},
	{"idle", measureIdle},
	{"fanout", measureFanout},
	{"fanout5k", measureFanout5k},
	{"typing", measureTyping},
	{"nodes", measureNodes},
	{"browser", measureBrowser},
}

func main() {
	if len(os.Args) > 2 && os.Args[1] == "-bare" {
		serveBare(os.Args[2]) // a child of ours: see bare.go
		return
	}
	binary := flag.String("binary", "bin/tandem", "the `program` to measure")
	row := flag.String("row", "", "only this row: "+rowNames())
	seconds := flag.Int("seconds", 5, "how long each load lasts")
	markdown := flag.String("markdown", "", "also write the table to this `file`, as Markdown")
	profile := flag.String("profile", "", "write the product's CPU profile under load to this `file` (rows create, move, single)")
	flag.Parse()

	r := &run{binary: *binary, profile: *profile, seconds: time.Duration(*seconds) * time.Second, echo: map[int]load{}}
	var table []line
	failed := false
	for _, one := range rows {
		if *row != "" && one.name != *row {
			continue
		}
		lines, err := one.measure(r)
		if err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", one.name, err)
			failed = true
			continue
		}
		table = append(table, lines...)
		for _, l := range lines {
			fmt.Println(l.text())
		}
	}
	if *markdown != "" {
		if err := os.WriteFile(*markdown, []byte(markdownTable(table)), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			failed = true
		}
	}
	if failed || len(table) == 0 {
		os.Exit(1)
	}
}

func rowNames() string {
	names := make([]string, len(rows))
	for i, r := range rows {
		names[i] = r.name
	}
	return strings.Join(names, ", ")
}
