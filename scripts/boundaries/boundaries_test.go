package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Each planted file breaks one rule, or none where the reason is empty.
func TestCheck(t *testing.T) {
	cases := []struct{ thing, file, text, reason string }{
		{"project reads a clock", "internal/project/x.go", "package project\nimport \"time\"\nvar now = time.Now()", "knows no clock"},
		{"project may use dates", "internal/project/x.go", "package project\nimport \"time\"\nvar zero time.Time", ""},
		{"project takes a context", "internal/project/x.go", "package project\nimport \"context\"\nvar _ context.Context", "is pure"},
		{"project knows the journal", "internal/project/x.go", "package project\nimport _ \"tandem/internal/journal\"", "imports only"},
		{"an adapter knows another", "internal/sqlite/x.go", "package sqlite\nimport _ \"tandem/internal/redis\"", "only internal/app"},
		{"a projection knows another", "internal/projection/live/x.go", "package live\nimport _ \"tandem/internal/projection/search\"", "neighbours"},
		{"the edge knows a store", "internal/api/x.go", "package api\nimport _ \"tandem/internal/sqlite\"", "only internal/app"},
		{"the wiring knows a store", "internal/app/x.go", "package app\nimport _ \"tandem/internal/sqlite\"", ""},
		{"the journal looks up", "internal/journal/x.go", "package journal\nimport _ \"tandem/internal/api\"", "down only"},
		{"a package without a floor", "internal/shed/x.go", "package shed\nimport _ \"tandem/internal/fault\"", "no floor"},
		{"a test may look up", "internal/journal/x_test.go", "package journal\nimport _ \"tandem/internal/sqlite\"", ""},
		{"sync knows Vue", "web/src/sync/x.ts", "import { ref } from 'vue'", "knows no Vue"},
		{"sync looks up", "web/src/sync/x.ts", "import { s } from '../stores/s'", "down only"},
		{"a feature knows another", "web/src/features/board/x.vue", "<script>\nimport T from '@/features/task/T.vue'\n</script>", "do not import each other"},
		{"a feature knows itself", "web/src/features/board/x.vue", "<script>\nimport T from './T.vue'\n</script>", ""},
		{"a lazy import counts", "web/src/ui/x.ts", "const p = import('@/pages/Home.vue')", "down only"},
		{"the router knows pages", "web/src/router.ts", "const p = import('@/pages/Home.vue')", ""},
	}
	for _, c := range cases {
		t.Run(c.thing, func(t *testing.T) {
			root := t.TempDir()
			path := filepath.Join(root, c.file)
			if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(c.text), 0o644); err != nil {
				t.Fatal(err)
			}
			found, err := check(root)
			if err != nil {
				t.Fatal(err)
			}
			expect(t, found, c.reason)
		})
	}
}

func expect(t *testing.T, found []string, reason string) {
	t.Helper()
	if reason == "" && len(found) > 0 {
		t.Fatalf("found %q, though nothing is wrong", found)
	}
	if reason != "" && (len(found) != 1 || !strings.Contains(found[0], reason)) {
		t.Fatalf("found %q, not one about %q", found, reason)
	}
}
