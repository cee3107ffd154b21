package app

import (
	"tandem/internal/mail"
	"tandem/internal/outbox"
)

// newOutbox connects the outbox with the mail server; without one nothing goes out.
func (a *App) newOutbox() (*outbox.Service, error) {
	options := outbox.Options{Fail: func(err error) { a.log.Error("outbox", "error", err) }, Sent: a.sent, Lost: a.lost}
	if a.settings.SMTP != "" {
		mailer, err := mail.New(a.settings.SMTP, a.settings.MailFrom, a.baseURL(), a.mailKey)
		if err != nil {
			return nil, err
		}
		options.Send = mailer.Send
	}
	return outbox.New(a.store, options), nil
}

// lost is told of each try that failed.
func (a *App) lost(channel string) {
	if a.metrics != nil {
		a.metrics.lost.WithLabelValues(channel).Inc()
	}
}

// sent is told of each message that went out.
func (a *App) sent(channel string) {
	if a.metrics != nil {
		a.metrics.sent.WithLabelValues(channel).Inc()
	}
}
