package s3

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/minio/minio-go/v7"

	"tandem/internal/blob"
	"tandem/internal/fault"
)

// mostPiece is the largest object that one piece of an upload becomes: what arrived
// of it waits on this machine's disk until it has gone to the store.
const mostPiece = 16 << 20

// piece is a part of an upload that is in the store.
type piece struct {
	key      string
	at, size int64
}

// Write implements blob.Store.
func (s *Store) Write(ctx context.Context, upload string, at int64, r io.Reader) (n int64, err error) {
	if !named(upload) {
		return 0, errNone
	}
	if err := s.truncate(ctx, upload, at); err != nil {
		return 0, err
	}
	for {
		size, err := s.writePiece(ctx, upload, at+n, r, n == 0)
		n += size
		if err == io.EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// writePiece brings the next piece to the store. io.EOF says that it was the last;
// an error of r comes after what it gave before is kept.
func (s *Store) writePiece(ctx context.Context, upload string, at int64, r io.Reader, isFirst bool) (int64, error) {
	file, err := os.CreateTemp(s.waits, "piece-*")
	if err != nil {
		return 0, blob.DiskFault("keep a piece", err)
	}
	defer file.Close()
	_ = os.Remove(file.Name()) // it lives as long as it is open
	n, ended := io.CopyN(file, r, mostPiece)
	if ended != io.EOF {
		ended = blob.DiskFault("keep a piece", ended)
	}
	if n == 0 && !(isFirst && ended == io.EOF) {
		return 0, ended
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return 0, blob.DiskFault("keep a piece", err)
	}
	if err := s.put(context.WithoutCancel(ctx), pieceKey(s.upload(upload), at), file, n); err != nil {
		return 0, err
	}
	return n, ended
}

// put writes an object of a known size, in one request up to 16 MiB.
func (s *Store) put(ctx context.Context, key string, r io.Reader, size int64) error {
	_, err := s.client.PutObject(ctx, s.bucket, key, r, size, minio.PutObjectOptions{PartSize: mostPiece, NumThreads: 1})
	return translate("write file", err)
}

// pieceKey sorts as the pieces follow each other.
func pieceKey(folder string, at int64) string { return folder + fmt.Sprintf("%016x", at) }

// pieces lists what is there of an upload, in its order.
func (s *Store) pieces(ctx context.Context, upload string) (list []piece, err error) {
	folder := s.upload(upload)
	for object := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: folder}) {
		if object.Err != nil {
			return nil, translate("list pieces", object.Err)
		}
		at, err := strconv.ParseInt(strings.TrimPrefix(object.Key, folder), 16, 64)
		if err != nil {
			continue // not ours
		}
		list = append(list, piece{object.Key, at, object.Size})
	}
	return list, nil
}

var errLost = fault.New(fault.Internal, "A part of this upload was lost; begin it anew.")

// truncate lets go of what stands at a byte of an upload and behind it; before it
// there must be all.
func (s *Store) truncate(ctx context.Context, upload string, at int64) error {
	list, err := s.pieces(ctx, upload)
	if err != nil {
		return err
	}
	end := int64(0)
	for _, p := range list {
		switch {
		case p.at >= at:
			err = s.remove(ctx, p.key)
		case p.at != end:
			return errLost
		case p.at+p.size > at:
			err = s.shorten(ctx, p, at-p.at)
			end = at
		default:
			end = p.at + p.size
		}
		if err != nil {
			return err
		}
	}
	if end < at {
		return errLost
	}
	return nil
}

// shorten keeps only the first bytes of a piece: what was behind them was refused.
func (s *Store) shorten(ctx context.Context, p piece, size int64) error {
	object, err := s.client.GetObject(ctx, s.bucket, p.key, minio.GetObjectOptions{})
	if err != nil {
		return translate("read piece", err)
	}
	defer object.Close()
	kept := make([]byte, size) // at most mostPiece
	if _, err := io.ReadFull(object, kept); err != nil {
		return translate("read piece", err)
	}
	return s.put(ctx, p.key, strings.NewReader(string(kept)), size)
}

func (s *Store) remove(ctx context.Context, key string) error {
	err := translate("remove file", s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{}))
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// Drop implements blob.Store.
func (s *Store) Drop(ctx context.Context, upload string) error {
	if !named(upload) {
		return nil
	}
	list, err := s.pieces(ctx, upload)
	for i := len(list) - 1; i >= 0 && err == nil; i-- { // the first last: without it there is no upload
		err = s.remove(ctx, list[i].key)
	}
	return err
}

var errGap = errors.New("the pieces do not follow each other")

// length is that of an upload; errNone where there is none.
func length(list []piece) (end int64, err error) {
	if len(list) == 0 {
		return 0, errNone
	}
	for _, p := range list {
		if p.at != end {
			return 0, &fault.Error{Kind: fault.Internal, Message: errLost.Message, Err: errGap}
		}
		end += p.size
	}
	return end, nil
}
