//go:build !unix

package socket

import "errors"

// canTry is false where a descriptor is no plain number: there every write goes
// through the queue and its goroutine.
const canTry = false

var errNoTry = errors.New("socket: not on this system")

func readNow(uintptr, []byte) (int, error)  { return 0, errNoTry }
func writeNow(uintptr, []byte) (int, error) { return 0, errNoTry }
