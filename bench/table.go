//go:build linux

package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// line is one row of the table.
type line struct {
	what    string
	reached string
	limit   string // what the bare thing does in this run, and the ratio to it
	goal    string
	met     bool
}

func (l line) text() string {
	mark := "ok   "
	if !l.met {
		mark = "short"
	}
	return fmt.Sprintf("%s  %-44s %s\n       limit: %s\n       goal:  %s", mark, l.what, l.reached, l.limit, l.goal)
}

func markdownTable(lines []line) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Measured %s on %s.\n\n", time.Now().UTC().Format("2006-01-02 15:04 UTC"), machine())
	b.WriteString("| what | reached | limit, in the same run | goal | |\n|---|---|---|---|---|\n")
	for _, l := range lines {
		met := "met"
		if !l.met {
			met = "**short**"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", l.what, l.reached, l.limit, l.goal, met)
	}
	return b.String()
}

// machine names the processor, its cores and Go's version.
func machine() string {
	model := runtime.GOARCH
	if f, err := os.Open("/proc/cpuinfo"); err == nil {
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			if name, ok := strings.CutPrefix(s.Text(), "model name"); ok {
				model = strings.TrimLeft(name, "\t :")
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, %s; server and load generator on the same cores; %s other programs wanted to run at the start",
		model, runtime.NumCPU(), runtime.Version(), busy)
}

// busy is the load average of the last minute before the first row: how much
// else went on. Figures of a busy machine say little but their ratios.
var busy = func() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "?"
	}
	one, _, _ := strings.Cut(string(raw), " ")
	return one
}()

// quantile gives the q-th (0 to 1) of the durations, and sorts them; 0 for none.
func quantile(all []time.Duration, q float64) time.Duration {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return all[min(len(all)-1, int(q*float64(len(all))))]
}

// ms prints a duration as milliseconds, with two digits that matter.
func ms(d time.Duration) string {
	v := float64(d) / 1e6
	switch {
	case v < 1:
		return fmt.Sprintf("%.2f ms", v)
	case v < 10:
		return fmt.Sprintf("%.1f ms", v)
	}
	return fmt.Sprintf("%.0f ms", v)
}

// rate prints a number a second with its thousands set apart.
func rate(v float64) string { return thousands(int(v)) + "/s" }

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
