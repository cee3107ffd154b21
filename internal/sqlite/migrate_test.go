package sqlite

import (
	"bytes"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestOpenRefuses(t *testing.T) {
	newer := func(file string) error {
		db, err := sql.Open("sqlite", file)
		if err != nil {
			return err
		}
		defer db.Close()
		_, err = db.Exec("PRAGMA user_version = 99; CREATE TABLE x (a)")
		return err
	}
	text := func(file string) error {
		return os.WriteFile(file, []byte("this is somebody's letter, not a database"), 0o600)
	}
	for word, fill := range map[string]func(string) error{"newer": newer, "no Tandem database": text} {
		dir := t.TempDir()
		file := filepath.Join(dir, File)
		if err := fill(file); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadFile(file)
		_, err := Open(t.Context(), dir, Options{})
		if err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", word, err)
		}
		after, _ := os.ReadFile(file)
		if files, _ := os.ReadDir(dir); !bytes.Equal(before, after) || len(files) != 1 {
			t.Errorf("%s: the folder was touched: %v", word, files)
		}
	}
	if _, err := Open(t.Context(), filepath.Join(os.DevNull, "x"), Options{}); err == nil || !strings.Contains(err.Error(), "--data") {
		t.Errorf("a folder that cannot be made: %v", err)
	}
}
