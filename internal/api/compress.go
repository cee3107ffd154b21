package api

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// compressFrom is the size of an answer, in bytes, from which it is worth the
// time: smaller ones fit into one packet.
const compressFrom = 1400

// Compressed compresses what is read and large. An answer that is compressed
// already, such as the snapshot, goes through as it is. Writes are answered
// shortly and do not come here.
func Compressed(next http.Handler) http.Handler {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(compressFrom), gzhttp.CompressionLevel(2), gzhttp.EnableZstd(false),
		gzhttp.ContentTypes([]string{"application/json", "application/problem+json", "text/csv"}))
	if err != nil {
		panic("api: " + err.Error()) // the options above are right
	}
	return wrap(next)
}
