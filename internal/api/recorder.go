package api

import (
	"bufio"
	"net"
	"net/http"
	"sync"
)

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status   int // 0: nothing yet
	hijacked bool
}

var recorders = sync.Pool{New: func() any { return new(recorder) }}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Hijack gives the connection away, to a socket.
func (w *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(w.ResponseWriter).Hijack()
	w.hijacked = err == nil
	return conn, buffer, err
}

// Unwrap lets a ResponseController reach the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *recorder) id() string {
	if w.ResponseWriter == nil {
		return ""
	}
	return w.Header().Get("X-Request-Id")
}
