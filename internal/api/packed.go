package api

import (
	"bytes"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"tandem/internal/wire"
)

// packed is a board as bytes. It is kept as zstd; gzip is made when first asked
// for, and plain JSON each time, which only old programs ask for.
type packed struct {
	epoch string
	seq   int64
	zstd  []byte

	once sync.Once
	gzip []byte
	err  error
}

// size is what it takes to keep, in bytes; gzip takes about as much as zstd.
func (p *packed) size() int { return 2 * len(p.zstd) }

// The fastest level: of boards it makes as little as the next one, which takes
// three times as long.
var encoder = sync.OnceValues(func() (*zstd.Encoder, error) {
	return zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2))
})

var decoder = sync.OnceValues(func() (*zstd.Decoder, error) { return zstd.NewReader(nil, zstd.WithDecoderConcurrency(2)) })

func pack(board *wire.Snapshot) (*packed, error) {
	raw, err := board.AppendJSON(nil)
	if err != nil {
		return nil, err
	}
	enc, err := encoder()
	if err != nil {
		return nil, err
	}
	return &packed{epoch: board.Epoch, seq: board.Seq, zstd: enc.EncodeAll(raw, nil)}, nil
}

func (p *packed) plain() ([]byte, error) {
	dec, err := decoder()
	if err != nil {
		return nil, err
	}
	return dec.DecodeAll(p.zstd, nil)
}

// encoding gives the bytes in the best encoding that the caller takes.
func (p *packed) encoding(accept string) (name string, raw []byte, err error) {
	switch {
	case takes(accept, "zstd"):
		return "zstd", p.zstd, nil
	case takes(accept, "gzip"):
		p.once.Do(p.makeGzip)
		return "gzip", p.gzip, p.err
	}
	raw, err = p.plain()
	return "", raw, err
}

func (p *packed) makeGzip() {
	raw, err := p.plain()
	if err != nil {
		p.err = err
		return
	}
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.DefaultCompression) // the level exists
	if _, p.err = w.Write(raw); p.err == nil {
		p.err = w.Close()
	}
	p.gzip = out.Bytes()
}

// takes tells whether an Accept-Encoding names an encoding, and not with q=0.
func takes(accept, encoding string) bool {
	for _, part := range strings.Split(accept, ",") {
		name, params, _ := strings.Cut(part, ";")
		if !strings.EqualFold(strings.TrimSpace(name), encoding) {
			continue
		}
		q, has := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		weight, err := strconv.ParseFloat(q, 64)
		return !has || err == nil && weight > 0
	}
	return false
}
