//go:build linux

package main

import (
	"errors"
	"fmt"
	"net/netip"
	"syscall"
	"time"
)

// poller waits for many sockets on one thread.
type poller struct {
	fd     int
	events []syscall.EpollEvent
}

func newPoller() (*poller, error) {
	fd, err := syscall.EpollCreate1(syscall.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("epoll: %w", err)
	}
	return &poller{fd: fd, events: make([]syscall.EpollEvent, 512)}, nil
}

func (p *poller) add(fd int) error {
	event := syscall.EpollEvent{Events: syscall.EPOLLIN | syscall.EPOLLRDHUP, Fd: int32(fd)}
	return syscall.EpollCtl(p.fd, syscall.EPOLL_CTL_ADD, fd, &event)
}

// wait calls ready for each socket that has something to read.
func (p *poller) wait(timeout time.Duration, ready func(fd int) error) error {
	n, err := syscall.EpollWait(p.fd, p.events, int(timeout.Milliseconds()))
	if err != nil {
		if errors.Is(err, syscall.EINTR) {
			return nil
		}
		return fmt.Errorf("epoll wait: %w", err)
	}
	for _, event := range p.events[:n] {
		if err := ready(int(event.Fd)); err != nil {
			return err
		}
	}
	return nil
}

func (p *poller) close() { syscall.Close(p.fd) }

// dial connects a plain socket to addr, from 127.0.0.source, without delay for
// small writes. It blocks until switched by syscall.SetNonblock.
func dial(addr string, source byte) (int, error) {
	to, err := netip.ParseAddrPort(addr)
	if err != nil {
		return 0, err
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_CLOEXEC, 0)
	if err != nil {
		return 0, fmt.Errorf("socket: %w", err)
	}
	err = errors.Join(
		syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1),
		syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, source}}),
		syscall.Connect(fd, &syscall.SockaddrInet4{Addr: to.Addr().As4(), Port: int(to.Port())}),
	)
	if err != nil {
		syscall.Close(fd)
		return 0, fmt.Errorf("connect to %s: %w", addr, err)
	}
	return fd, nil
}
