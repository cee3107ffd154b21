package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func read(t *testing.T, env map[string]string, args ...string) (Config, error) {
	t.Helper()
	return Read(args, func(name string) string { return env[name] })
}

func TestRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "tandem.conf")
	secret := filepath.Join(t.TempDir(), "secret")
	_ = os.WriteFile(file, []byte("# ours\naddr = 127.0.0.1:1\ndata = from-file\nregistration = closed\n"), 0o600)
	_ = os.WriteFile(secret, []byte("from-secret\n"), 0o600)
	c, err := read(t, map[string]string{"TANDEM_DATA": "from-env", "TANDEM_ADDR": "127.0.0.1:2"}, "--config", file, "--addr=127.0.0.1:3", "--offer-demo")
	if err != nil || c.Addr != "127.0.0.1:3" || c.Data != "from-env" || c.Registration != "closed" || !c.OfferDemo || c.BaseURL != "http://127.0.0.1:3" {
		t.Errorf("%+v %v", c, err)
	}
	if c, err = read(t, map[string]string{"TANDEM_DATA_FILE": secret}); err != nil || c.Data != "from-secret" || c.MaxUploadMiB != 2048 {
		t.Errorf("%+v %v", c, err)
	}
}

func TestReadRefuses(t *testing.T) {
	for args, word := range map[string]string{
		"--adr x": "--adr", "serve": "serve", "--addr": "--addr", "--addr nowhere": "nowhere", "--registration maybe": "maybe",
		"--rate-limit 5": "rate-limit", "--max-upload-mib many": "many", "--max-upload-mib 0": "max-upload-mib", "--base-url ftp://x": "ftp",
		"--config /nowhere": "/nowhere", "--database mongodb://x": "not built", "--data=": "--data", "--offer-demo=maybe": "maybe",
	} {
		if _, err := read(t, nil, strings.Fields(args)...); err == nil || !strings.Contains(err.Error(), word) {
			t.Errorf("%s: %v", args, err)
		}
	}
}
