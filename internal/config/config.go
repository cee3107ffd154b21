// Package config reads the settings of the program: defaults, then a file, then
// the environment, then flags, each over the one before. They are parsed once
// and passed in. The texts here are the help and the documents' table.
package config

import (
	"net"
	"net/netip"
	"strconv"
	"strings"
)

// Registration says who may make an account, besides the very first one.
type Registration string

// The registrations.
const (
	Open   Registration = "open"   // anybody
	Invite Registration = "invite" // who was invited
	Closed Registration = "closed" // nobody
)

// LogFormat says what a line of the log looks like.
type LogFormat string

// The formats.
const (
	Text LogFormat = "text" // name=value
	JSON LogFormat = "json" // one object a line
)

// Config is all that can be set.
type Config struct {
	Addr           string
	AdminAddr      string // "": off
	Data           string
	Database       string // "": the embedded one
	Redis          string // "": one node
	Files          string // "": in the data folder
	BaseURL        string // without a slash at the end
	Registration   Registration
	RateLimit      bool
	MaxUploadMiB   int64
	AuditDays      int64 // 0: for ever
	OfferDemo      bool
	TrustedProxies []netip.Prefix
	SMTP           string // "": no mail
	MailFrom       string
	MailReply      string // "": mail is not answered
	ReplySecret    string
	LogLevel       string
	LogFormat      LogFormat
	Traces         string  // where traces are sent; "": nowhere
	TraceRatio     float64 // how many of those that begin here
	File           string  // where the file of settings is
}

// Default gives the settings that count where nothing is set.
func Default() Config {
	var c Config
	for i := range settings {
		if err := settings[i].set(&c, settings[i].Default); err != nil {
			panic("config: a default that is refused: " + settings[i].Name) // a mistake in the table below
		}
	}
	c.complete()
	return c
}

// complete fills in what follows from other settings.
func (c *Config) complete() {
	if c.BaseURL == "" {
		host, port, _ := net.SplitHostPort(c.Addr)
		if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
			host = "localhost"
		}
		c.BaseURL = "http://" + net.JoinHostPort(host, port)
	}
}

// Secure tells whether people come in by TLS, as the base URL says.
func (c *Config) Secure() bool { return strings.HasPrefix(c.BaseURL, "https://") }

// Setting is one thing that can be set.
type Setting struct {
	Name    string // of the flag; the variable is TANDEM_ and the name in capitals
	Default string
	Value   string // what a value looks like
	Doc     string // what it is, for people
	Secret  bool   // may also be read from the file that TANDEM_…_FILE names
	set     func(c *Config, value string) error
}

// Variable is the name in the environment.
func (s *Setting) Variable() string {
	return "TANDEM_" + strings.ToUpper(strings.ReplaceAll(s.Name, "-", "_"))
}

// Settings lists everything that can be set, in the order of the documents.
func Settings() []Setting { return settings }

var settings = []Setting{
	{Name: "addr", Default: "127.0.0.1:8000", Value: "host:port", Doc: "where people come in",
		set: func(c *Config, v string) error { c.Addr = v; return address(v) }},
	{Name: "admin-addr", Default: "127.0.0.1:8001", Value: "host:port", Doc: "metrics and profiles; empty: off",
		set: func(c *Config, v string) error { c.AdminAddr = v; return optional(v, address) }},
	{Name: "data", Default: "./data", Value: "folder", Doc: "the folder of the embedded database and files",
		set: func(c *Config, v string) error { c.Data = v; return needed(v) }},
	{Name: "database", Value: "mongodb://host/name", Doc: "a MongoDB server in place of the embedded database; files stay in the folder", Secret: true,
		set: func(c *Config, v string) error { c.Database = v; return optional(v, databaseServer) }},
	{Name: "redis", Value: "redis://host:port/0", Doc: "the bus between nodes; not in this version", Secret: true,
		set: func(c *Config, v string) error { c.Redis = v; return optional(v, later) }},
	{Name: "files", Value: "s3://key:secret@host/bucket", Doc: "an object store that speaks S3 in place of the folder, with `?region=…` and `?tls=off` where it needs them", Secret: true,
		set: func(c *Config, v string) error { c.Files = v; return optional(v, objectStore) }},
	{Name: "base-url", Value: "url", Doc: "what links point to, and by `https` that cookies are for TLS only; follows from `--addr`",
		set: func(c *Config, v string) error { c.BaseURL = strings.TrimSuffix(v, "/"); return optional(v, origin) }},
	{Name: "registration", Default: "invite", Value: "open, invite or closed", Doc: "who may make an account; the very first one can always be made",
		set: func(c *Config, v string) error {
			c.Registration = Registration(v)
			return oneOf(v, "open", "invite", "closed")
		}},
	{Name: "rate-limit", Default: "on", Value: "on or off", Doc: "how often one may ask; `off` is for benchmarks and says so at start",
		set: func(c *Config, v string) error { c.RateLimit = v == "on"; return oneOf(v, "on", "off") }},
	{Name: "max-upload-mib", Default: "2048", Value: "MiB", Doc: "the largest attachment",
		set: func(c *Config, v string) (err error) { c.MaxUploadMiB, err = whole(v, 1, 1<<20); return err }},
	{Name: "audit-days", Default: "365", Value: "days", Doc: "how long the audit log is kept; `0`: for ever",
		set: func(c *Config, v string) (err error) { c.AuditDays, err = whole(v, 0, 36500); return err }},
	{Name: "trusted-proxies", Value: "address,…", Doc: "addresses or networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed",
		set: func(c *Config, v string) (err error) { c.TrustedProxies, err = networks(v); return err }},
	{Name: "offer-demo", Default: "false", Value: "true or false", Doc: "offers a demo while the database is empty",
		set: func(c *Config, v string) (err error) { c.OfferDemo, err = claim(v); return err }},
	{Name: "smtp", Value: "smtp://user:password@host:587", Doc: "the server that takes mail: `smtp://` with STARTTLS, `smtps://` with TLS at once, `?tls=off` for one on the same machine; empty: no mail", Secret: true,
		set: func(c *Config, v string) error { c.SMTP = v; return optional(v, mailServer) }},
	{Name: "mail-from", Value: "Tandem <tandem@example.org>", Doc: "whom mail is from; needed with `--smtp`",
		set: func(c *Config, v string) error { c.MailFrom = v; return optional(v, mailAddress) }},
	{Name: "mail-reply", Value: "reply@example.org", Doc: "where mail is answered, with `+` and a token put before the `@`; empty: answers become no comments",
		set: func(c *Config, v string) error { c.MailReply = v; return optional(v, bareAddress) }},
	{Name: "reply-secret", Value: "text", Doc: "with which the mail server hands answers in; needed with `--mail-reply`, at least 20 characters", Secret: true,
		set: func(c *Config, v string) error { c.ReplySecret = v; return optional(v, secretText) }},
	{Name: "log-level", Default: "info", Value: "debug, info, warn or error", Doc: "how much is written to the log",
		set: func(c *Config, v string) error { c.LogLevel = v; return oneOf(v, "debug", "info", "warn", "error") }},
	{Name: "log-format", Default: "text", Value: "text or json", Doc: "what a line of the log is: names and values, or an object",
		set: func(c *Config, v string) error { c.LogFormat = LogFormat(v); return oneOf(v, "text", "json") }},
	{Name: "traces", Value: "http://collector:4318", Doc: "a collector of OpenTelemetry traces, by OTLP over HTTP; empty: none are made",
		set: func(c *Config, v string) error { c.Traces = v; return optional(v, origin) }},
	{Name: "trace-ratio", Default: "0.1", Value: "0 to 1", Doc: "how many requests are traced; those that come with a `traceparent` do as it says",
		set: func(c *Config, v string) (err error) { c.TraceRatio, err = fraction(v); return err }},
	{Name: "config", Value: "file", Doc: "a file with a `name = value` in each line, the names as here",
		set: func(c *Config, v string) error { c.File = v; return nil }},
}

func find(name string) *Setting {
	for i := range settings {
		if settings[i].Name == name {
			return &settings[i]
		}
	}
	return nil
}

// Upload is the largest attachment in bytes.
func (c *Config) Upload() int64 { return c.MaxUploadMiB << 20 }

func fraction(v string) (float64, error) {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil || !(n >= 0 && n <= 1) {
		return 0, wrong("is not a number from 0 to 1")
	}
	return n, nil
}

func whole(v string, low, high int64) (int64, error) {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n < low || n > high {
		return 0, wrong("is not a whole number from %d to %d", low, high)
	}
	return n, nil
}
