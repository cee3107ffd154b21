package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"sync"

	"tandem/internal/fault"
	"tandem/internal/wire"
)

// MaxBody is how large a JSON body may be, in bytes.
const MaxBody = 1 << 20

// errMediaType is answered with 415.
var errMediaType = errors.New("api: the body is not application/json")

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// readBody reads the JSON body strictly into a pointer. A route without a body
// takes none, or an empty object.
func (c *Call) readBody(w http.ResponseWriter, into any) error {
	if c.Request.Method == http.MethodGet {
		return nil
	}
	buffer := buffers.Get().(*bytes.Buffer)
	defer buffers.Put(buffer)
	buffer.Reset()
	if err := c.fill(w, buffer); err != nil {
		return err
	}
	if buffer.Len() == 0 && c.route.Body == nil {
		return nil
	}
	if !isJSON(c.Request.Header.Get("Content-Type")) {
		return errMediaType
	}
	return wire.Decode(buffer.Bytes(), into)
}

// fill reads the body up to its limit.
func (c *Call) fill(w http.ResponseWriter, buffer *bytes.Buffer) error {
	limit := c.route.MaxBytes
	if limit == 0 {
		limit = MaxBody
	}
	if c.Request.ContentLength > limit {
		return tooLarge()
	}
	_, err := buffer.ReadFrom(http.MaxBytesReader(w, c.Request.Body, limit))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return tooLarge()
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return &fault.Error{Kind: fault.Malformed, Message: "The body did not arrive whole.", Err: err}
	}
	return nil
}

func tooLarge() error {
	return fault.New(fault.TooLarge, "This body is too large.")
}

func isJSON(contentType string) bool {
	if contentType == "application/json" {
		return true
	}
	media, params, err := mime.ParseMediaType(contentType)
	charset := params["charset"]
	return err == nil && media == "application/json" && (charset == "" || charset == "utf-8" || charset == "UTF-8")
}
