package mail

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	"tandem/internal/outbox"
)

// Mailer sends letters through one SMTP server.
type Mailer struct {
	client  *mail.Client
	from    netmail.Address
	baseURL string
	host    string // of the base URL: message ids end with it
	key     Key
	replies *Replies // nil: mail is not answered
}

const timeout = 30 * time.Second

// New makes a mailer, of what package config has checked: smtp:// is STARTTLS,
// smtps:// is TLS from the first byte, and ?tls=off neither. Mail about one task can
// be answered, where there are addresses for that.
func New(server, from, baseURL string, key Key, replies *Replies) (*Mailer, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, err
	}
	address, err := netmail.ParseAddress(from)
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(baseURL)
	if err != nil {
		return nil, err
	}
	client, err := mail.NewClient(u.Hostname(), options(u)...)
	return &Mailer{client: client, from: *address, baseURL: baseURL, host: base.Hostname(), key: key, replies: replies}, err
}

func options(u *url.URL) []mail.Option {
	list := []mail.Option{mail.WithTimeout(timeout), mail.WithTLSPolicy(mail.TLSMandatory)}
	port := 587
	switch {
	case u.Scheme == "smtps":
		list, port = append(list, mail.WithSSL()), 465
	case u.Query().Get("tls") == "off":
		list, port = append(list, mail.WithTLSPolicy(mail.NoTLS)), 25
	}
	if n, err := strconv.Atoi(u.Port()); err == nil {
		port = n
	}
	list = append(list, mail.WithPort(port))
	if u.User != nil {
		password, _ := u.User.Password()
		list = append(list, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(u.User.Username()), mail.WithPassword(password))
	}
	return list
}

// Send hands a letter to the server. A refusal of the address itself is
// outbox.ErrRefused.
func (m *Mailer) Send(ctx context.Context, l *outbox.Letter) error {
	msg, err := m.compose(l)
	if err != nil {
		return errors.Join(outbox.ErrRefused, err)
	}
	err = m.client.DialAndSendWithContext(ctx, msg)
	var refused *mail.SendError
	if errors.As(err, &refused) && refused.Reason == mail.ErrSMTPRcptTo && !refused.IsTemp() {
		err = errors.Join(outbox.ErrRefused, err)
	}
	if err != nil {
		return fmt.Errorf("mail: %w", err) // administrators read it
	}
	return nil
}

func (m *Mailer) compose(l *outbox.Letter) (*mail.Msg, error) {
	w := m.write(l)
	msg := mail.NewMsg()
	msg.ToMailAddress(&netmail.Address{Name: w.Name, Address: l.Address})
	if to := msg.GetTo(); len(to) != 1 {
		return nil, fmt.Errorf("the address of %s cannot be used", l.User)
	}
	msg.FromMailAddress(&m.from)
	if w.ReplyTo != "" {
		if err := msg.ReplyTo(w.ReplyTo); err != nil {
			return nil, err
		}
	}
	msg.Subject(w.Subject)
	msg.SetDate()
	msg.SetMessageIDWithValue(l.Batch + "@" + m.host)
	msg.SetGenHeader(mail.HeaderListUnsubscribe, "<"+w.Unsubscribe+">")
	msg.SetGenHeader(mail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no answers of machines
	msg.SetBodyString(mail.TypeTextPlain, w.text())
	msg.AddAlternativeString(mail.TypeTextHTML, w.html())
	return msg, nil
}
