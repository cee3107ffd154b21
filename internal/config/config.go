// Package config reads the settings, once: built-in values < file < environment
// < flags. The text of each field makes the help and the table in the documents.
package config

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"reflect"
	"strconv"
	"strings"

	"tandem/internal/fault"
)

// Config is every setting. Each has a flag, and an environment variable
// TANDEM_* of the same name; with _FILE behind it, the variable names a file
// that holds the value.
type Config struct {
	Addr         string `flag:"addr" default:"127.0.0.1:8000" text:"where people come in"`
	AdminAddr    string `flag:"admin-addr" default:"127.0.0.1:8001" text:"metrics and profiles; empty: off"`
	Data         string `flag:"data" default:"./data" text:"the folder of the embedded database and files"`
	Database     string `flag:"database" default:"" text:"mongodb://host/name in place of the embedded database"`
	Redis        string `flag:"redis" default:"" text:"redis://host:port/0: the bus between nodes"`
	Files        string `flag:"files" default:"" text:"s3://… in place of the folder"`
	BaseURL      string `flag:"base-url" default:"" text:"what links point to; empty: from the address"`
	Registration string `flag:"registration" default:"invite" text:"open, invite or closed; the very first account can always be made"`
	RateLimit    string `flag:"rate-limit" default:"on" text:"on or off; off is for benchmarks"`
	MaxUploadMiB int64  `flag:"max-upload-mib" default:"2048" text:"the largest attachment"`
	OfferDemo    bool   `flag:"offer-demo" default:"false" text:"offer a demo while there is no account"`
	LogLevel     string `flag:"log-level" default:"info" text:"debug, info, warn or error"`
}

// Setting is one field, for help and documents.
type Setting struct{ Flag, Variable, Default, Text string }

// Settings lists all fields.
func Settings() []Setting {
	var list []Setting
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		tag := t.Field(i).Tag
		list = append(list, Setting{tag.Get("flag"), variable(tag.Get("flag")), tag.Get("default"), tag.Get("text")})
	}
	return list
}

func variable(flag string) string {
	return "TANDEM_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// Read makes the configuration of flags and environment. A wrong setting is a
// fault whose message names it. The flag --config names a file of lines
// "name = value".
func Read(args []string, getenv func(string) string) (Config, error) {
	flags, err := readFlags(args)
	if err != nil {
		return Config{}, err
	}
	file, err := readFile(orElse(flags["config"], getenv("TANDEM_CONFIG")))
	if err != nil {
		return Config{}, err
	}
	delete(flags, "config")
	var c Config
	for _, s := range Settings() {
		value, err := choose(s, flags, file, getenv)
		if err != nil {
			return Config{}, err
		}
		if err := c.set(s.Flag, value); err != nil {
			return Config{}, err
		}
	}
	return c, c.check()
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// choose gives the value that counts.
func choose(s Setting, flags, file map[string]string, getenv func(string) string) (string, error) {
	if value, ok := flags[s.Flag]; ok {
		return value, nil
	}
	if name := getenv(s.Variable + "_FILE"); name != "" {
		raw, err := os.ReadFile(name)
		if err != nil {
			return "", wrong("%s_FILE names a file that cannot be read: %v", s.Variable, err)
		}
		return strings.TrimSpace(string(raw)), nil
	}
	if value := getenv(s.Variable); value != "" {
		return value, nil
	}
	if value, ok := file[s.Flag]; ok {
		return value, nil
	}
	return s.Default, nil
}

// readFlags takes "--name value", "--name=value" and a bare "--name" for yes.
func readFlags(args []string) (map[string]string, error) {
	given := map[string]string{}
	for i := 0; i < len(args); i++ {
		name, value, has := strings.Cut(strings.TrimLeft(args[i], "-"), "=")
		if !strings.HasPrefix(args[i], "-") || !known(name) {
			return nil, wrong("There is no setting %q; see tandem help.", args[i])
		}
		switch {
		case has:
		case isBool(name):
			value = "true"
		case i+1 == len(args):
			return nil, wrong("--%s needs a value.", name)
		default:
			i++
			value = args[i]
		}
		given[name] = value
	}
	return given, nil
}

func known(name string) bool {
	if name == "config" {
		return true
	}
	for _, s := range Settings() {
		if s.Flag == name {
			return true
		}
	}
	return false
}

func isBool(name string) bool { return name == "offer-demo" }

func readFile(name string) (map[string]string, error) {
	if name == "" {
		return nil, nil
	}
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, wrong("The settings file cannot be read: %v", err)
	}
	given := map[string]string{}
	for n, line := range strings.Split(string(raw), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, value, has := strings.Cut(line, "=")
		key = strings.TrimSpace(key)
		if !has || !known(key) || key == "config" {
			return nil, wrong("%s, line %d: there is no setting %q.", name, n+1, key)
		}
		given[key] = strings.TrimSpace(value)
	}
	return given, nil
}

func (c *Config) set(flag, value string) error {
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("flag") != flag {
			continue
		}
		switch field := v.Field(i); field.Kind() {
		case reflect.String:
			field.SetString(value)
		case reflect.Bool:
			b, err := strconv.ParseBool(value)
			if err != nil {
				return wrong("--%s is true or false, not %q.", flag, value)
			}
			field.SetBool(b)
		default:
			n, err := strconv.ParseInt(value, 10, 64)
			if err != nil {
				return wrong("--%s is a whole number, not %q.", flag, value)
			}
			field.SetInt(n)
		}
	}
	return nil
}

func (c *Config) check() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return wrong("--addr is an address such as 127.0.0.1:8000, not %q.", c.Addr)
	}
	if _, _, err := net.SplitHostPort(c.AdminAddr); c.AdminAddr != "" && err != nil {
		return wrong("--admin-addr is an address such as 127.0.0.1:8001, or empty, not %q.", c.AdminAddr)
	}
	for _, one := range []struct{ flag, value, allowed string }{
		{"registration", c.Registration, "open invite closed"}, {"rate-limit", c.RateLimit, "on off"},
		{"log-level", c.LogLevel, "debug info warn error"},
	} {
		if one.value == "" || !strings.Contains(" "+one.allowed+" ", " "+one.value+" ") {
			return wrong("--%s is one of %s, not %q.", one.flag, strings.ReplaceAll(one.allowed, " ", ", "), one.value)
		}
	}
	for flag, value := range map[string]string{"database": c.Database, "redis": c.Redis, "files": c.Files} {
		if value != "" {
			return wrong("--%s is not built yet; leave it empty.", flag)
		}
	}
	if c.Data == "" || c.MaxUploadMiB < 1 {
		return wrong("--data and --max-upload-mib need a value.")
	}
	return c.checkBaseURL()
}

func (c *Config) checkBaseURL() error {
	if c.BaseURL == "" {
		c.BaseURL = "http://" + c.Addr
		return nil
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" && u.Path != "/" {
		return wrong("--base-url is like https://tandem.example.org, not %q.", c.BaseURL)
	}
	c.BaseURL = strings.TrimSuffix(c.BaseURL, "/")
	return nil
}

func wrong(format string, args ...any) error {
	return fault.New(fault.Invalid, fmt.Sprintf(format, args...))
}

// Help writes the settings as a table.
func Help(w io.Writer) {
	for _, s := range Settings() {
		fmt.Fprintf(w, "  --%-16s %s", s.Flag, s.Text)
		if s.Default != "" {
			fmt.Fprintf(w, " (%s)", s.Default)
		}
		fmt.Fprintln(w)
	}
}
