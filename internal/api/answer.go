package api

import (
	"crypto/subtle"
	"errors"
	"net/http"
	"reflect"
	"strings"

	"tandem/internal/answer"
	"tandem/internal/auth"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// Answers take answers to mail from the mail server.
type Answers struct {
	Service *answer.Service // nil: mail is not answered
	Secret  string          // that the mail server shows
}

const mostMail = 40 << 20 // bytes, with what is attached; only the text is read

// Routes lists the call.
func (a *Answers) Routes() []Route {
	return []Route{{
		Method: "POST", Path: "/api/mail/replies", Name: "receiveReply", Tag: "comments", Access: Anyone,
		Summary: "Takes an answer to mail from the mail server, as it came (RFC 5322), and makes a comment of it; `Authorization: Bearer` and the secret of the settings.",
		Status:  http.StatusCreated, Also: []Also{{http.StatusNoContent, "A machine has sent it; nothing was done."}},
		MaxBytes: mostMail, Plain: true, Answer: reflect.TypeFor[wire.CommentWritten](), Serve: a.receive,
	}}
}

func (a *Answers) receive(w http.ResponseWriter, call *Call) error {
	if a.Service == nil {
		return fault.New(fault.NotFound, "Mail is not answered here.")
	}
	shown, _ := strings.CutPrefix(call.Request.Header.Get("Authorization"), "Bearer ")
	if subtle.ConstantTimeCompare([]byte(shown), []byte(a.Secret)) != 1 {
		return auth.ErrUnauthenticated
	}
	receipt, err := a.Service.Take(call.Request.Context(), http.MaxBytesReader(w, call.Request.Body, mostMail))
	if errors.Is(err, answer.ErrAutomatic) {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	if err != nil {
		return err
	}
	return call.answer(w, &wire.CommentWritten{Seq: receipt.Seq, Comment: receipt.After.Comment})
}
