package app

import (
	"context"
	netmail "net/mail"

	"tandem/internal/answer"
	"tandem/internal/egress"
	"tandem/internal/mail"
	"tandem/internal/outbox"
	"tandem/internal/push"
)

// newOutbox connects the outbox with its ways out: devices, and mail where there is
// a server for it.
func (a *App) newOutbox(ctx context.Context) error {
	key, err := a.store.Secret(ctx, "push")
	if err != nil {
		return err
	}
	a.pushKey = push.NewKey(key)
	send := map[outbox.Channel]outbox.Send{outbox.Push: push.New(egress.NewClient(egress.Options{}), a.pushKey, a.contact()).Send}
	if a.settings.SMTP != "" {
		mailer, err := mail.New(a.settings.SMTP, a.settings.MailFrom, a.baseURL(), a.mailKey, a.replies())
		if err != nil {
			return err
		}
		send[outbox.Mail] = mailer.Send
	}
	for channel, way := range send {
		send[channel] = a.tracedSend(channel, way)
	}
	a.outbox = outbox.New(a.store, outbox.Options{
		Send: send, Sent: a.sent, Lost: a.lost, Fail: func(err error) { a.log.Error("outbox", "error", err) }, IsPublic: egress.Check,
	})
	return nil
}

// replies are the addresses at which mail is answered; nil: it is not.
func (a *App) replies() *mail.Replies {
	if a.settings.MailReply == "" {
		return nil
	}
	return &mail.Replies{Key: a.mailKey, Base: netmail.Address{Address: a.settings.MailReply}}
}

// contact is whom push services write to.
func (a *App) contact() string {
	from, err := netmail.ParseAddress(a.settings.MailFrom)
	if err != nil {
		from = &netmail.Address{} // none is set
	}
	return push.Contact(a.baseURL(), from.Address)
}

// lost is told of each try that failed.
func (a *App) lost(channel outbox.Channel) {
	if a.metrics != nil {
		a.metrics.lost.WithLabelValues(string(channel)).Inc()
	}
}

// sent is told of each message that went out.
func (a *App) sent(channel outbox.Channel) {
	if a.metrics != nil {
		a.metrics.sent.WithLabelValues(string(channel)).Inc()
	}
}

// newAnswers takes answers to mail; nil where mail is not answered.
func (a *App) newAnswers() *answer.Service {
	replies := a.replies()
	if replies == nil {
		return nil
	}
	return &answer.Service{Store: a.store, Submit: a.writer.Submit, Replies: *replies}
}
