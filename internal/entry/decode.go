package entry

import (
	"crypto/sha256"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tandem/internal/fault"
)

// bodies makes an empty body for each kind that a client may send.
var bodies = map[string]func() Body{
	"task.create":        func() Body { return new(TaskCreate) },
	"task.update":        func() Body { return new(TaskUpdate) },
	"task.move":          func() Body { return new(TaskMove) },
	"task.duplicate":     func() Body { return new(TaskDuplicate) },
	"task.delete":        func() Body { return new(TaskDelete) },
	"task.restore":       func() Body { return new(TaskRestore) },
	"comment.create":     func() Body { return new(CommentCreate) },
	"comment.update":     func() Body { return new(CommentUpdate) },
	"comment.delete":     func() Body { return new(CommentDelete) },
	"comment.restore":    func() Body { return new(CommentRestore) },
	"comment.react":      func() Body { return new(CommentReact) },
	"attachment.create":  func() Body { return new(AttachmentCreate) },
	"attachment.delete":  func() Body { return new(AttachmentDelete) },
	"attachment.restore": func() Body { return new(AttachmentRestore) },
	"label.create":       func() Body { return new(LabelCreate) },
	"label.update":       func() Body { return new(LabelUpdate) },
	"label.delete":       func() Body { return new(LabelDelete) },
	"field.create":       func() Body { return new(FieldCreate) },
	"field.update":       func() Body { return new(FieldUpdate) },
	"field.delete":       func() Body { return new(FieldDelete) },
	"template.create":    func() Body { return new(TemplateCreate) },
	"template.update":    func() Body { return new(TemplateUpdate) },
	"template.delete":    func() Body { return new(TemplateDelete) },
	"view.create":        func() Body { return new(ViewCreate) },
	"view.update":        func() Body { return new(ViewUpdate) },
	"view.delete":        func() Body { return new(ViewDelete) },
	"status.create":      func() Body { return new(StatusCreate) },
	"status.update":      func() Body { return new(StatusUpdate) },
	"status.delete":      func() Body { return new(StatusDelete) },
	"member.set":         func() Body { return new(MemberSet) },
	"member.remove":      func() Body { return new(MemberRemove) },
	"project.update":     func() Body { return new(ProjectUpdate) },
	"project.delete":     func() Body { return new(ProjectDelete) },
	"project.restore":    func() Body { return new(ProjectRestore) },
}

// ClientKinds lists the kinds that DecodeBody knows, for documents and checks.
func ClientKinds() map[string]func() Body { return bodies }

// DecodeBody reads the members of a command of this kind strictly: an unknown
// kind or member, a wrong type or a repeated name is Invalid with a pointer.
func DecodeBody(kind string, members jsontext.Value) (Body, error) {
	make, known := bodies[kind]
	if !known {
		return nil, fault.Field("/kind", "There is no command of this kind.")
	}
	body := make()
	if err := json.Unmarshal(members, body, json.RejectUnknownMembers(true)); err != nil {
		return nil, JSONFault(err)
	}
	return body, nil
}

// JSONFault turns an error of the JSON package into a fault that points at the place.
func JSONFault(err error) error {
	if semantic, ok := errors.AsType[*json.SemanticError](err); ok {
		detail := "This value is of the wrong type."
		if errors.Is(err, json.ErrUnknownName) {
			detail = "There is no field of this name."
		}
		return fault.Field(string(semantic.JSONPointer), detail)
	}
	if syntax, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return fault.Field(string(syntax.JSONPointer), "This name stands twice.")
		}
		return &fault.Error{
			Kind: fault.Malformed, Message: "This is not valid JSON.", Err: err,
			Details: []fault.Detail{{Pointer: string(syntax.JSONPointer), Detail: syntaxDetail(syntax.Err)}},
		}
	}
	return &fault.Error{Kind: fault.Malformed, Message: "This is not valid JSON.", Err: err}
}

func syntaxDetail(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return "The JSON ends too early: a quote, a brace or a bracket is missing."
	}
	return "This is not valid JSON: " + strings.TrimPrefix(err.Error(), "jsontext: ") + "."
}

// Fingerprint tells a repeated command from another one with the same id (J4):
// it depends on who sent it, its kind and all its members.
func Fingerprint(actor string, body Body) [16]byte {
	raw, err := json.Marshal(body, json.Deterministic(true))
	if err != nil {
		panic("entry: a command body that cannot be written: " + err.Error()) // all bodies are our own types
	}
	text := make([]byte, 0, len(raw)+80)
	text = append(text, actor...)
	text = append(text, ' ')
	text = append(text, body.Kind()...)
	text = append(text, ' ')
	text = append(text, raw...)
	sum := sha256.Sum256(text)
	return [16]byte(sum[:16])
}
