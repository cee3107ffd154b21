package main

import (
	"strings"
	"testing"

	"tandem/internal/app"
	"tandem/internal/config"
	"tandem/internal/journal"
)

const boards = "../../internal/trello/testdata/"

// offline opens the folder that commands have worked on.
func offline(t *testing.T, dir string) *app.Offline {
	t.Helper()
	settings := config.Default()
	settings.Data = dir
	floors, err := app.OpenOffline(t.Context(), settings)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(floors.Close)
	return floors
}

func TestDemo(t *testing.T) {
	dir := t.TempDir()
	if err := fillDemo(t.Context(), []string{"--data", dir, "--tasks=50", "--password", "correct horse battery"}); err != nil {
		t.Fatal(err)
	}
	if err := fillDemo(t.Context(), []string{"--data", dir}); err == nil || !strings.Contains(sentence(err), "people here already") {
		t.Errorf("a second demo: %v", err)
	}
	if _, err := offline(t, dir).Accounts.Login(t.Context(), "kenji@northlight.example", "correct horse battery", "test", nil); err != nil {
		t.Errorf("the password that was given does not count: %v", err)
	}
}

func TestImport(t *testing.T) {
	dir := t.TempDir()
	if err := fillDemo(t.Context(), []string{"--data", dir}); err != nil {
		t.Fatal(err)
	}
	before := heads(t, dir)
	for args, says := range map[string]string{
		"trello":                                                                       "is written tandem import trello FILE --team NAME",
		"trello " + boards + "typical.json":                                            "is written tandem import trello FILE --team NAME",
		"excel x --team a":                                                             "is written tandem import trello FILE --team NAME",
		"trello nowhere.json --team x":                                                 "cannot be read",
		"trello " + boards + "old.json --team x":                                       `there is no team "x"; there is "Northlight Studio"`,
		"trello " + boards + "old.json --what 1":                                       "no setting --what",
		"trello " + boards + "broken.json -team=northlight_studio":                     "at byte",
		"trello " + boards + "wrong-types.json -team=northlight_studio":                "/cards/1/idMembers: This should not be an object.",
		"trello " + boards + "account.json --team northlight_studio":                   "whole Trello account",
		"trello " + boards + "old.json --team northlight_studio --as nobody@x.example": "nobody in the team has the address",
	} {
		err := importBoard(t.Context(), words(dir, args))
		if err == nil || !strings.Contains(sentence(err), says) {
			t.Errorf("%s: %v, want …%s…", args, err, says)
		}
	}
	if err := importBoard(t.Context(), words(dir, "trello "+boards+"typical.json --dry-run --team northlight_studio")); err != nil {
		t.Error(err)
	}
	if after := heads(t, dir); after != before {
		t.Errorf("[D5] refusals and a dry run left something behind: %d, was %d", after, before)
	}
	for range 2 {
		if err := importBoard(t.Context(), words(dir, "trello --team NORTHLIGHT_STUDIO --as Tom@northlight.example "+boards+"typical.json")); err != nil {
			t.Fatal(err)
		}
		if after := heads(t, dir); after != before+1 {
			t.Errorf("tom sees %d new projects, want 1", after-before)
		}
	}
}

// words cuts arguments apart; _ is a blank within one.
func words(dir, args string) []string {
	list := strings.Fields(args)
	for i := range list {
		if !strings.HasPrefix(list[i], boards) {
			list[i] = strings.ReplaceAll(list[i], "_", " ")
		}
	}
	return append(list, "--data", dir)
}

// heads counts what tom was told, which is what he can see.
func heads(t *testing.T, dir string) int64 {
	t.Helper()
	floors := offline(t, dir)
	tom, err := floors.Accounts.Find(t.Context(), "tom@northlight.example")
	if err != nil {
		t.Fatal(err)
	}
	var head journal.Head
	if head, err = floors.Store.Head(t.Context(), tom.User.ID); err != nil {
		t.Fatal(err)
	}
	return head.Seq
}
