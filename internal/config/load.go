package config

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
)

// ErrHelp says that help was asked for.
var ErrHelp = flag.ErrHelp

// Load reads the settings from a file, the environment and flags. The error is
// one sentence for a person; ErrHelp where they asked for help. What stands
// behind the flags is refused.
func Load(args []string, env func(name string) (string, bool)) (Config, error) {
	c := Default()
	err := c.load(args, env)
	return c, err
}

func (c *Config) load(args []string, env func(string) (string, bool)) error {
	flags, given := flagSet("serve")
	if err := flags.Parse(args); err != nil {
		return sentence(err)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("%q is not understood; tandem serve --help lists the flags", flags.Arg(0))
	}
	c.BaseURL = ""
	file := given["config"]
	if variable, ok := env("TANDEM_CONFIG"); ok && file == "" {
		file = variable
	}
	if err := c.readFile(file); err != nil {
		return err
	}
	if err := c.readEnvironment(env); err != nil {
		return err
	}
	for i := range settings {
		if value, ok := given[settings[i].Name]; ok {
			if err := c.assign(&settings[i], "--"+settings[i].Name, value); err != nil {
				return err
			}
		}
	}
	if c.SMTP != "" && c.MailFrom == "" {
		return errors.New("--smtp needs --mail-from: whom mail is from")
	}
	if c.MailReply != "" && (c.SMTP == "" || c.ReplySecret == "") {
		return errors.New("--mail-reply needs --smtp, and --reply-secret: with what the mail server hands answers in")
	}
	c.complete()
	return nil
}

// value collects a flag.
type value struct {
	name  string
	given map[string]string
	truth bool
}

func (v value) String() string     { return "" }
func (v value) Set(s string) error { v.given[v.name] = s; return nil }
func (v value) IsBoolFlag() bool   { return v.truth }

func flagSet(name string) (*flag.FlagSet, map[string]string) {
	flags, given := flag.NewFlagSet(name, flag.ContinueOnError), map[string]string{}
	flags.SetOutput(io.Discard)
	flags.Usage = func() {}
	for _, s := range settings {
		flags.Var(value{s.Name, given, s.Value == "true or false"}, s.Name, s.Doc)
	}
	return flags, given
}

// sentence says what is wrong with a flag as this program writes flags.
func sentence(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return ErrHelp
	}
	if name, ok := strings.CutPrefix(err.Error(), "flag provided but not defined: -"); ok {
		return fmt.Errorf("there is no setting --%s; tandem serve --help lists them", name)
	}
	if name, ok := strings.CutPrefix(err.Error(), "flag needs an argument: -"); ok {
		return fmt.Errorf("--%s needs a value", name)
	}
	return err
}

func (c *Config) assign(s *Setting, where, value string) error {
	err := s.set(c, value)
	switch {
	case err == nil:
		return nil
	case s.Secret:
		return fmt.Errorf("%s %w", where, err) // its value is for nobody's eyes
	case value == "":
		return fmt.Errorf("%s: the empty value %w", where, err)
	}
	return fmt.Errorf("%s: %q %w", where, value, err)
}

func (c *Config) readFile(name string) error {
	if name == "" {
		return nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("the file of settings cannot be read: %w", err)
	}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		s := find(strings.TrimSpace(key))
		where := fmt.Sprintf("%s:%d", name, number)
		if !ok || s == nil || s.Name == "config" {
			return fmt.Errorf("%s: %q is no setting; a line looks like addr = 127.0.0.1:8000", where, line)
		}
		if err := c.assign(s, where+": "+s.Name, strings.TrimSpace(value)); err != nil {
			return err
		}
	}
	return nil
}

func (c *Config) readEnvironment(env func(string) (string, bool)) error {
	for i := range settings {
		s := &settings[i]
		name := s.Variable()
		value, ok := env(name)
		if file, named := env(name + "_FILE"); named && s.Secret {
			text, err := os.ReadFile(file)
			if ok || err != nil {
				return errors.Join(err, fmt.Errorf("%s_FILE cannot be used", name))
			}
			name, value, ok = name+"_FILE", strings.TrimSpace(string(text)), true
		}
		if ok {
			if err := c.assign(s, name, value); err != nil {
				return err
			}
		}
	}
	return nil
}
