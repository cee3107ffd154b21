// Package s3test gives tests an object store: that of S3_TEST_URL, as --files takes
// it, or else a real gateway on a folder.
package s3test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"tandem/internal/entry"
)

// Address is that of an empty place for a test, as --files takes it.
func Address(t *testing.T) string {
	t.Helper()
	prefix := "/" + entry.NewID()
	if given := os.Getenv("S3_TEST_URL"); given != "" {
		u, err := url.Parse(given)
		if err != nil {
			t.Fatal(err)
		}
		u.Path += prefix
		return u.String()
	}
	program := find(t)
	shared.once.Do(func() { shared.host, shared.dir, shared.err = start(program) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	t.Cleanup(func() { os.RemoveAll(shared.dir + "/" + bucket + prefix) })
	return "s3://" + key + ":" + secret + "@" + shared.host + "/" + bucket + prefix + "?tls=off"
}

const key, secret, bucket = "tandem", "a-secret-for-tests", "tandem"

// shared is one gateway for all tests of a program; it ends with the program.
var shared struct {
	once sync.Once
	host string
	dir  string // where it keeps buckets
	err  error
}

func find(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil && dir != "/" {
		program := filepath.Join(dir, "bin", "tools", "versitygw")
		if _, err := os.Stat(program); err == nil {
			return program
		}
		dir = filepath.Dir(dir)
	}
	if os.Getenv("CI") != "" {
		t.Fatal("bin/tools/versitygw was not built")
	}
	t.Skip("no object store: build the one for tests with `make bin/tools/versitygw`, or name one in S3_TEST_URL")
	return ""
}

// start runs the gateway on a new folder until it answers.
func start(program string) (host, dir string, err error) {
	if dir, err = os.MkdirTemp("", "tandem-s3-*"); err != nil {
		return "", "", err
	}
	if host, err = freeHost(); err != nil {
		return "", "", err
	}
	gateway := exec.Command(program, "--port", host, "--access", key, "--secret", secret, "--quiet", "posix", dir)
	endWithUs(gateway)
	if err := gateway.Start(); err != nil {
		return "", "", err
	}
	return host, dir, makeBucket(host)
}

func freeHost() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

func makeBucket(host string) error {
	client, err := minio.New(host, &minio.Options{Creds: credentials.NewStaticV4(key, secret, ""), MaxRetries: 1})
	for deadline := time.Now().Add(30 * time.Second); err == nil && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if client.MakeBucket(context.Background(), bucket, minio.MakeBucketOptions{}) == nil {
			return nil
		}
	}
	return fmt.Errorf("the gateway at %s did not answer: %w", host, err)
}
