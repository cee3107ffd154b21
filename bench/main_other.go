//go:build !linux

// Command bench measures Tandem; its load generator is written for Linux.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "bench needs Linux: its load generator uses epoll and /proc.")
	os.Exit(1)
}
