package api

import (
	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/wire"
)

// Files are files on tasks and comments, and uploads.
type Files struct {
	*Resources
	Files *blob.Service
}

// Routes lists the calls.
func (f *Files) Routes() []Route {
	return append([]Route{
		Bind(Route{
			Method: "GET", Path: "/api/tasks/{task}/attachments", Name: "listAttachments", Tag: "files", Access: InProject(entry.Viewer),
			Summary: "Lists a task's files and those of its comments, the oldest first.", Query: paging,
		}, f.listAttachments),
		{
			Method: "POST", Path: "/api/tasks/{task}/attachments", Name: "createAttachment", Tag: "files", Access: InProject(entry.Commenter),
			Summary: "Attaches a file in one request: multipart/form-data with kind (file or recording), comment and then file. Commenters attach to their own comments only.",
			Status:  201, Plain: true, Answer: shapeOf[wire.AttachmentWritten](), Serve: f.createAttachment,
		},
		{
			Method: "GET", Path: "/api/attachments/{attachment}/content", Name: "getContent", Tag: "files", Access: InProject(entry.Viewer),
			Summary: "Gives a file's bytes, or a range of them.", Plain: true, Serve: f.getContent,
			Also: []Also{{206, "A range."}, {304, "The caller has it."}},
		},
		{
			Method: "GET", Path: "/api/attachments/{attachment}/preview", Name: "getPreview", Tag: "files", Access: InProject(entry.Viewer),
			Summary: "Gives an image made smaller: upright, and without what its file says of where it was taken.", Plain: true, Serve: f.getPreview,
			Query: []Param{{Name: "size", Enum: []string{string(blob.Small), string(blob.Large)}, Doc: "at most 480 or 2048 pixels on a side; small where left out"}},
			Also:  []Also{{304, "The caller has it."}},
		},
		Bind(Route{
			Method: "DELETE", Path: "/api/attachments/{attachment}", Name: "deleteAttachment", Tag: "files", Access: InProject(entry.Commenter),
			Summary: "Takes off a file that one has attached; admins take off anyone's.",
		}, f.deleteAttachment),
		Bind(Route{
			Method: "POST", Path: "/api/attachments/{attachment}/restore", Name: "restoreAttachment", Tag: "files", Access: InProject(entry.Commenter),
			Summary: "Puts back a file that was taken off. Possible for 30 days.",
		}, f.restoreAttachment),
	}, f.uploadRoutes()...)
}

func (f *Files) listAttachments(call *Call, _ *None) (*wire.Page[*entry.Attachment], error) {
	return partsOf(f.Resources, call, f.reads.Attachments)
}

func (f *Files) deleteAttachment(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := f.submitAttachment(call, &entry.AttachmentDelete{Attachment: call.Path("attachment")})
	return &wire.Deleted{Seq: receipt.Seq}, err
}

func (f *Files) restoreAttachment(call *Call, _ *None) (*wire.AttachmentWritten, error) {
	receipt, err := f.submitAttachment(call, &entry.AttachmentRestore{Attachment: call.Path("attachment")})
	return &wire.AttachmentWritten{Seq: receipt.Seq, Attachment: receipt.After.Attachment}, err
}

// submitAttachment finds the project of the attachment in the path and submits there.
func (f *Files) submitAttachment(call *Call, body entry.Body) (journal.Receipt, error) {
	seen, err := f.reads.Attachment(call.Request.Context(), call.Actor, call.Path("attachment"))
	if err != nil {
		return journal.Receipt{}, err
	}
	return f.submit(call, seen.Project, body)
}
