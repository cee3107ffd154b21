//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/go-json-experiment/json"
)

// measureBrowser: the budgets of the interface, in Chromium. web/e2e/budgets.ts
// measures; a browser that draws without a graphics card is slower than people's.
func measureBrowser(*run) ([]line, error) {
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "budgets.json")
	command := exec.Command("npx", "playwright", "test", "--config", "playwright.budgets.config.ts")
	command.Dir = "web"
	command.Env = append(os.Environ(), "BUDGETS_OUT="+out)
	if said, err := command.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, said)
	}
	raw, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	var budgets []struct {
		What    string `json:"what"`
		Reached string `json:"reached"`
		Goal    string `json:"goal"`
		Met     bool   `json:"met"`
	}
	if err := json.Unmarshal(raw, &budgets); err != nil {
		return nil, err
	}
	var lines []line
	for _, b := range budgets {
		lines = append(lines, line{b.What, b.Reached, "–", b.Goal, b.Met})
	}
	return lines, nil
}
