package api

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"

	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/wire"
)

// form is what a multipart body says before its file.
type form struct {
	recording bool
	comment   *string
}

// createAttachment takes a file and attaches it. What can be known before is
// checked before its bytes are read.
func (f *Files) createAttachment(w http.ResponseWriter, call *Call) error {
	media, params, err := mime.ParseMediaType(call.Request.Header.Get("Content-Type"))
	if _, err := f.mayAttach(call, false); err != nil {
		return err
	}
	if err != nil || media != "multipart/form-data" {
		return errMediaType
	}
	parts := multipart.NewReader(patient(w, call.Request), params["boundary"])
	said, file, err := untilFile(parts)
	if err != nil {
		return err
	}
	project, err := f.mayAttach(call, said.comment == nil)
	if err != nil {
		return err
	}
	ctx := call.Request.Context()
	upload, err := f.Files.Receive(ctx, blob.Upload{Owner: call.Actor, Project: project, Name: file.FileName()}, file, call.Command)
	if err != nil {
		return broken(err)
	}
	receipt, _, err := f.submitTask(call, func(task string) entry.Body {
		return &entry.AttachmentCreate{Task: task, Comment: said.comment, Upload: upload.ID, Recording: said.recording}
	})
	if err != nil {
		return fault.First(err, f.Files.Drop(ctx, upload))
	}
	return call.answer(w, &wire.AttachmentWritten{Seq: receipt.Seq, Attachment: receipt.After.Attachment})
}

// untilFile reads the fields that stand before the file.
func untilFile(parts *multipart.Reader) (said form, file *multipart.Part, err error) {
	for range 10 {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			return said, nil, &fault.Error{Kind: fault.Malformed, Message: "This is no form with a file.", Err: err}
		}
		if part.FormName() == "file" {
			return said, part, nil
		}
		raw, err := io.ReadAll(io.LimitReader(part, 1000))
		if err != nil {
			return said, nil, broken(err)
		}
		switch text := string(raw); part.FormName() {
		case "kind":
			if said.recording = text == string(entry.Recording); !said.recording && text != string(entry.PlainFile) {
				return said, nil, fault.Field("/kind", "This is none of file, recording.")
			}
		case "comment":
			said.comment = &text
		default:
			return said, nil, fault.Field("/"+part.FormName(), "There is no field of this name.")
		}
	}
	return said, nil, fault.Field("/file", "A file is needed, behind the other fields.")
}
