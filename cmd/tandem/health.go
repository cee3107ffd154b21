package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"time"
)

// health asks the server that has the same settings whether it can serve; for
// containers, which have no other program to ask with.
func health(ctx context.Context, args []string) error {
	settings, words, err := arguments(flag.NewFlagSet("tandem health", flag.ContinueOnError), args)
	if err != nil {
		return err
	}
	if len(words) > 0 {
		return fmt.Errorf("tandem health takes no words, only settings such as --addr")
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+near(settings.Addr)+"/readyz", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("nothing answers on %s", settings.Addr)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server on %s cannot serve now (%s)", settings.Addr, answer.Status)
	}
	return nil
}

// near is where a server that listens on an address is reached from its own machine.
func near(address string) string {
	host, port, _ := net.SplitHostPort(address)
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}
