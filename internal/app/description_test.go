package app

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"

	"tandem/internal/config"
)

var update = flag.Bool("update", false, "write the description anew (make gen)")

// described is what the client's types are made from.
const described = "../../web/src/api/openapi.json"

// The description that is checked in is the one that the server gives.
func TestDescription(t *testing.T) {
	app, err := New(context.Background(), config.Config{Data: t.TempDir(), Addr: "127.0.0.1:0", BaseURL: "http://127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	defer app.Close()
	w := httptest.NewRecorder()
	app.handler.ServeHTTP(w, httptest.NewRequest("GET", "http://127.0.0.1/api/openapi.json", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	if *update {
		if err := os.WriteFile(described, append(w.Body.Bytes(), '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if have, err := os.ReadFile(described); err != nil || string(have) != w.Body.String()+"\n" {
		t.Errorf("web/src/api/openapi.json differs from what the server says of itself; run make gen (%v)", err)
	}
}
