package config

import (
	"fmt"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// wrong is what is the matter with a value: it continues the sentence that
// begins with the setting and the value.
func wrong(format string, args ...any) error { return fmt.Errorf(format, args...) }

func optional(v string, check func(string) error) error {
	if v == "" {
		return nil
	}
	return check(v)
}

func needed(v string) error {
	if v == "" {
		return wrong("is needed")
	}
	return nil
}

func later(string) error { return wrong("is not available in this version") }

func databaseServer(v string) error {
	if !strings.HasPrefix(v, "mongodb://") && !strings.HasPrefix(v, "mongodb+srv://") {
		return wrong("is not an address such as mongodb://host:27017/tandem")
	}
	return nil
}

func address(v string) error {
	_, port, err := net.SplitHostPort(v)
	if err != nil {
		return wrong("is not an address; one looks like 127.0.0.1:8000")
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil {
		return wrong("has no port from 0 to 65535")
	} else if n == 0 {
		return nil // any free one; the line at start says which
	}
	return nil
}

func origin(v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return wrong("is not an address such as https://tandem.example.org")
	}
	return nil
}

func oneOf(v string, values ...string) error {
	if !slices.Contains(values, v) {
		return wrong("is none of %s", strings.Join(values, ", "))
	}
	return nil
}

func claim(v string) (bool, error) {
	return v == "true", oneOf(v, "true", "false")
}

// networks reads addresses and networks between commas. All of the world is
// refused: then anybody could say where they come from (E12).
func networks(v string) ([]netip.Prefix, error) {
	var list []netip.Prefix
	for part := range strings.SplitSeq(v, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		prefix, err := netip.ParsePrefix(part)
		if ip, errIP := netip.ParseAddr(part); errIP == nil {
			prefix, err = netip.PrefixFrom(ip, ip.BitLen()), nil
		}
		if err != nil {
			return nil, wrong("is not a list of addresses such as 10.0.0.1 or networks such as 10.0.0.0/8")
		}
		if prefix.Bits() == 0 {
			return nil, wrong("would believe everybody; name the proxies alone")
		}
		list = append(list, prefix.Masked())
	}
	return list, nil
}

// mailServer checks what package mail makes a connection of.
func mailServer(v string) error {
	u, err := url.Parse(v)
	switch {
	case err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "":
		return wrong("is not an address such as smtp://user:password@mail.example.org:587")
	case u.RawQuery != "" && (u.RawQuery != "tls=off" || u.Scheme == "smtps"):
		return wrong("may end with ?tls=off after smtp://, and with nothing else")
	case u.RawQuery != "" && u.User != nil:
		return wrong("would send its password for all to read; leave ?tls=off out")
	}
	return nil
}

// bareAddress leaves room in the local part, of 64 bytes at most, for + and a token.
func bareAddress(v string) error {
	a, err := mail.ParseAddress(v)
	if err != nil || a.Address != v || strings.Contains(v, "+") || strings.IndexByte(v, '@') > 18 {
		return wrong("is not an address such as reply@example.org, without + and with at most 18 characters before the @")
	}
	return nil
}

func secretText(v string) error {
	if len(v) < 20 {
		return wrong("is shorter than 20 characters")
	}
	return nil
}

// objectStore leaves the rest to package s3, which finds the bucket at start.
func objectStore(v string) error {
	if !strings.HasPrefix(v, "s3://") {
		return wrong("is not an address such as s3://key:secret@s3.example.org/bucket")
	}
	return nil
}

func mailAddress(v string) error {
	if _, err := mail.ParseAddress(v); err != nil {
		return wrong("is not an address such as Tandem <tandem@example.org>")
	}
	return nil
}
