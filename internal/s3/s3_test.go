package s3_test

import (
	"strings"
	"testing"

	"tandem/internal/blob"
	"tandem/internal/blob/blobtest"
	"tandem/internal/fault"
	"tandem/internal/s3"
	"tandem/internal/s3/s3test"
)

func TestStore(t *testing.T) {
	blobtest.Run(t, func(t *testing.T) blob.Store {
		store, err := s3.Open(t.Context(), s3test.Address(t), t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return store
	})
}

// What is wrong with an address is one sentence that does not tell the secret.
func TestOpen_wrong(t *testing.T) {
	right := s3test.Address(t)
	for address, says := range map[string]string{
		"http://host/bucket":                                      "is not an address such as",
		"s3://host/bucket":                                        "no key and secret",
		"s3://key:hidden@host":                                    "names no bucket",
		"s3://key:hidden@host/bucket?tls=on":                      "may say tls=off",
		"s3://key:hidden@host/bucket?endpoint=x":                  "nothing else",
		"s3://key:hidden@127.0.0.1:1/bucket?tls=off":              "does not let us in",
		strings.Replace(right, "a-secret-for-tests", "hidden", 1): "does not let us in",
		strings.Replace(right, "/tandem/", "/nowhere/", 1):        "no bucket nowhere",
	} {
		_, err := s3.Open(t.Context(), address, t.TempDir())
		if err == nil || !strings.Contains(fault.MessageOf(err), says) || strings.Contains(fault.MessageOf(err), "hidden") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Whose files these are is said once, and below each prefix by itself.
func TestStore_claim(t *testing.T) {
	address := s3test.Address(t)
	for _, c := range []struct{ address, owner, whose string }{
		{address, "ours", "ours"}, {address, "theirs", "ours"}, {address, "ours", "ours"},
		{strings.Replace(address, "?", "/beside?", 1), "theirs", "theirs"},
	} {
		store, err := s3.Open(t.Context(), c.address, t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		if whose, err := store.Claim(t.Context(), c.owner); err != nil || whose != c.whose {
			t.Errorf("%s claims what is %s: %q %v", c.owner, c.whose, whose, err)
		}
	}
}
