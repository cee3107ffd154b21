// Package s3 keeps the contents of files in an object store that speaks S3. It
// implements blob.Store: contents are objects "contents/<sum>", and of an upload
// each piece that has arrived is one, "uploads/<id>/<first byte>". So any node goes
// on with any upload, and an object is there whole or not at all.
package s3

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"tandem/internal/fault"
)

// Store is a bucket, or what stands below a prefix of it.
type Store struct {
	client *minio.Client
	bucket string
	prefix string // with a slash at its end, or ""
	waits  string // the folder of pieces that have not gone to the store yet
}

// place is what an address says: s3://key:secret@host:port/bucket/prefix, with
// ?region=… where the store wants one, and &tls=off for one on the same machine.
type place struct {
	key, secret, host, bucket, prefix, region string
	secure                                    bool
}

func parse(address string) (p place, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Hostname() == "" {
		return p, fmt.Errorf("is not an address such as s3://key:secret@s3.example.org/bucket")
	}
	secret, given := u.User.Password()
	if !given {
		return p, fmt.Errorf("has no key and secret; one looks like s3://key:secret@s3.example.org/bucket")
	}
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if bucket == "" {
		return p, fmt.Errorf("names no bucket; one looks like s3://key:secret@s3.example.org/bucket")
	}
	if prefix != "" {
		prefix += "/"
	}
	query := u.Query()
	for name := range query {
		if name != "region" && name != "tls" {
			return p, fmt.Errorf("may end with ?region=… and ?tls=off, and with nothing else")
		}
	}
	if query.Has("tls") && query.Get("tls") != "off" {
		return p, fmt.Errorf("may say tls=off; without it TLS is on")
	}
	return place{
		key: u.User.Username(), secret: secret, host: u.Host, bucket: bucket, prefix: prefix,
		region: query.Get("region"), secure: !query.Has("tls"),
	}, nil
}

// tries are how often a question is asked of a store that is away: some seconds.
const tries = 4

// Open finds the bucket; its faults say what is wrong. What arrives waits in a
// folder of this machine until it has gone to the store, up to 16 MiB an upload.
func Open(ctx context.Context, address, folder string) (*Store, error) {
	p, err := parse(address)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "--files " + err.Error() + ".", Err: err}
	}
	client, err := minio.New(p.host, &minio.Options{
		Creds: credentials.NewStaticV4(p.key, p.secret, ""), Secure: p.secure, Region: p.region,
		BucketLookup: minio.BucketLookupAuto, MaxRetries: tries,
	})
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "--files: " + err.Error(), Err: err}
	}
	s := &Store{client: client, bucket: p.bucket, prefix: p.prefix, waits: folder}
	found, err := client.BucketExists(ctx, p.bucket)
	switch {
	case err != nil:
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "The object store " + p.host + " of --files does not let us in: " + err.Error(), Err: err}
	case !found:
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "The object store " + p.host + " of --files has no bucket " + p.bucket + "; make it first."}
	}
	return s, nil
}

// named tells that something is one name, and no way to another.
func named(name string) bool {
	return name != "" && name != "." && name != ".." && path.Base(name) == name
}

func (s *Store) content(sum string) string { return s.prefix + "contents/" + sum }
func (s *Store) upload(id string) string   { return s.prefix + "uploads/" + id + "/" }

var errNone = fault.New(fault.NotFound, "There is no such file.")

// translate says in which way the store refused.
func translate(op string, err error) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	kind, message := fault.Unavailable, "Files cannot be kept or read now; try again soon."
	switch {
	case answer.Code == "NoSuchKey" || answer.StatusCode == 404:
		kind, message = fault.NotFound, errNone.Message
	case answer.StatusCode == 507 || answer.Code == "XMinioStorageFull" || answer.Code == "QuotaExceeded":
		kind, message = fault.Full, "There is no room left for files on this server; tell its administrator."
	}
	return &fault.Error{Kind: kind, Op: op, Message: message, Err: err}
}
