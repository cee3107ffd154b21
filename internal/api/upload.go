package api

import (
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tandem/internal/blob"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

// The part of the tus protocol 1.0 that is spoken: core, creation (also with
// deferred length), checksum, expiration, termination and concatenation.
const (
	tusVersion   = "1.0.0"
	tusMediaType = "application/offset+octet-stream"
)

// errVersion is answered with 412.
var errVersion = errors.New("api: another version of tus")

func (f *Files) uploadRoutes() []Route {
	return []Route{
		{
			Method: "POST", Path: "/api/tasks/{task}/uploads", Name: "createUpload", Tag: "files", Access: InProject(entry.Commenter),
			Summary: "Begins an upload that can be gone on with (tus 1.0: Upload-Length, or Upload-Defer-Length: 1 while it is not known; Upload-Metadata with filename and, where known, sha256), or with Upload-Concat joins whole ones. Attach it with the command attachment.create, or with the comment that it comes with, within a day.",
			Status:  http.StatusCreated, Plain: true, Serve: f.tus(f.createUpload),
		},
		{
			Method: "HEAD", Path: "/api/uploads/{upload}", Name: "getUpload", Tag: "files", Access: SignedIn,
			Summary: "Says in Upload-Offset how many bytes of one's own upload are here.", Plain: true, Serve: f.tus(f.getUpload),
		},
		{
			Method: "PATCH", Path: "/api/uploads/{upload}", Name: "sendUpload", Tag: "files", Access: SignedIn,
			Summary: "Goes on with one's own upload at Upload-Offset; Upload-Length settles a length that was deferred; with Upload-Checksum (sha256) all of the body is taken or nothing.",
			Status:  http.StatusNoContent, Also: []Also{{460, "What arrived is not what was sent."}}, Plain: true, Serve: f.tus(f.sendUpload),
		},
		{
			Method: "DELETE", Path: "/api/uploads/{upload}", Name: "cancelUpload", Tag: "files", Access: SignedIn,
			Summary: "Cancels one's own upload.", Status: http.StatusNoContent, Plain: true, Serve: f.tus(f.cancelUpload),
		},
	}
}

// tus checks the version of the protocol and says its own.
func (f *Files) tus(serve func(http.ResponseWriter, *Call) error) func(http.ResponseWriter, *Call) error {
	return func(w http.ResponseWriter, call *Call) error {
		w.Header().Set("Tus-Resumable", tusVersion)
		if call.Request.Header.Get("Tus-Resumable") != tusVersion {
			w.Header().Set("Tus-Version", tusVersion)
			return errVersion
		}
		return serve(w, call)
	}
}

func (f *Files) createUpload(w http.ResponseWriter, call *Call) error {
	project, err := f.mayAttach(call, false)
	if err != nil {
		return err
	}
	header := call.Request.Header
	metadata := metadataOf(header.Get("Upload-Metadata"))
	sum := metadata["sha256"]
	if sum != "" && (len(sum) != 64 || strings.Trim(sum, "0123456789abcdef") != "") {
		return fault.Field("Upload-Metadata", "sha256 is 64 hexadecimal digits.")
	}
	u := blob.Upload{Owner: call.Actor, Project: project, Name: metadata["filename"], SHA256: sum}
	if list, isJoin := strings.CutPrefix(header.Get("Upload-Concat"), "final;"); isJoin {
		u, err = f.Files.Join(call.Request.Context(), u, partsOfUpload(list))
	} else if u.Size, err = lengthOf(header); err == nil {
		u, err = f.Files.Create(call.Request.Context(), u)
	}
	if err != nil {
		return err
	}
	w.Header().Set("Location", "/api/uploads/"+u.ID)
	tellOffset(w, &u)
	w.WriteHeader(http.StatusCreated)
	return nil
}

// lengthOf reads Upload-Length, or that it is not known yet.
func lengthOf(header http.Header) (int64, error) {
	if header.Get("Upload-Length") == "" && header.Get("Upload-Defer-Length") == "1" {
		return blob.Unknown, nil
	}
	size, err := strconv.ParseInt(header.Get("Upload-Length"), 10, 64)
	if err != nil || size < 0 {
		return 0, fault.Field("Upload-Length", "This header is the file's size in bytes, 0 or more.")
	}
	return size, nil
}

// partsOfUpload reads the addresses of Upload-Concat as ids.
func partsOfUpload(list string) []string {
	parts := strings.Fields(list)
	for i, at := range parts {
		parts[i] = at[strings.LastIndexByte(at, '/')+1:]
	}
	return parts
}

// mayAttach gives the project of the task in the path, to whose files the caller
// may add: before a byte is sent, and again when it is attached.
func (f *Files) mayAttach(call *Call, onTask bool) (project string, err error) {
	seen, err := f.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = f.mayAttachIn(call, seen.Project, onTask)
	}
	if err == nil {
		err = f.there(call, &seen)
	}
	return seen.Project, err
}

func (f *Files) mayAttachIn(call *Call, project string, onTask bool) error {
	role, err := f.reads.Role(call.Request.Context(), call.Actor, project)
	if err != nil {
		return err
	}
	need := entry.Commenter
	if onTask {
		need = entry.Editor
	}
	if !role.Thing.Includes(need) {
		return fault.New(fault.Forbidden, "Your role in this project does not allow this; ask one of its admins.")
	}
	return f.here("project", role.DeletedAt)
}

// metadataOf reads Upload-Metadata: names and values in base64.
func metadataOf(header string) map[string]string {
	values := map[string]string{}
	for part := range strings.SplitSeq(header, ",") {
		name, encoded, _ := strings.Cut(strings.TrimSpace(part), " ")
		if raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded)); err == nil {
			values[name] = string(raw)
		}
	}
	return values
}

func tellOffset(w http.ResponseWriter, u *blob.Upload) {
	w.Header().Set("Upload-Offset", strconv.FormatInt(u.Received, 10))
	w.Header().Set("Upload-Expires", u.ExpiresAt.Time().UTC().Format(http.TimeFormat))
}

// upload gives the caller's own, while they may still attach files there.
func (f *Files) upload(call *Call) (blob.Upload, error) {
	u, err := f.Files.Upload(call.Request.Context(), call.Actor, call.Path("upload"))
	if err != nil {
		return u, err
	}
	return u, f.mayAttachIn(call, u.Project, false)
}

func (f *Files) getUpload(w http.ResponseWriter, call *Call) error {
	u, err := f.upload(call)
	if err != nil {
		return err
	}
	tellOffset(w, &u)
	if u.Size == blob.Unknown {
		w.Header().Set("Upload-Defer-Length", "1")
	} else {
		w.Header().Set("Upload-Length", strconv.FormatInt(u.Size, 10))
	}
	w.WriteHeader(http.StatusOK)
	return nil
}

func (f *Files) sendUpload(w http.ResponseWriter, call *Call) error {
	u, err := f.upload(call)
	if err != nil {
		return err
	}
	if media, _, err := mime.ParseMediaType(call.Request.Header.Get("Content-Type")); err != nil || media != tusMediaType {
		return errMediaType
	}
	at, err := strconv.ParseInt(call.Request.Header.Get("Upload-Offset"), 10, 64)
	if err != nil || at < 0 {
		return fault.Field("Upload-Offset", "This header is the byte at which the upload goes on.")
	}
	sum, err := checksumOf(call.Request.Header.Get("Upload-Checksum"))
	if err != nil {
		return err
	}
	if header := call.Request.Header; header.Get("Upload-Length") != "" {
		size, err := lengthOf(header)
		if err == nil {
			err = f.Files.Settle(call.Request.Context(), &u, size)
		}
		if err != nil {
			return err
		}
	}
	if err := f.Files.Append(call.Request.Context(), &u, at, patient(w, call.Request), sum); err != nil {
		return broken(err)
	}
	tellOffset(w, &u)
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// checksumOf reads Upload-Checksum; nil where there is none.
func checksumOf(header string) ([]byte, error) {
	if header == "" {
		return nil, nil
	}
	algorithm, encoded, _ := strings.Cut(header, " ")
	sum, err := base64.StdEncoding.DecodeString(encoded)
	if algorithm != "sha256" || err != nil || len(sum) != 32 {
		return nil, fault.Field("Upload-Checksum", "This header is sha256 and the sum in base64.")
	}
	return sum, nil
}

// broken says of a body that ended too early that this is not our fault.
func broken(err error) error {
	if fault.KindOf(err) != fault.Internal {
		return err
	}
	return &fault.Error{Kind: fault.Malformed, Message: "The body did not arrive whole.", Err: err}
}

func (f *Files) cancelUpload(w http.ResponseWriter, call *Call) error {
	u, err := f.Files.Upload(call.Request.Context(), call.Actor, call.Path("upload"))
	if err != nil {
		return err
	}
	if err := f.Files.Drop(call.Request.Context(), u); err != nil {
		return err
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// patient reads a body as long as it takes, but ends one that stands still.
func patient(w http.ResponseWriter, r *http.Request) io.Reader {
	return &patientReader{http.NewResponseController(w), r.Body}
}

type patientReader struct {
	control *http.ResponseController
	body    io.Reader
}

func (p *patientReader) Read(buffer []byte) (int, error) {
	deadline := time.Now().Add(stalled)
	_ = p.control.SetReadDeadline(deadline) // without one the server's own counts
	_ = p.control.SetWriteDeadline(deadline.Add(stalled))
	return p.body.Read(buffer)
}
