package api

import (
	"context"
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/fault"
	"tandem/internal/journal"
	"tandem/internal/wire"
)

func (r *Resources) commentRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/tasks/{task}/comments", Name: "listComments", Tag: "comments", Access: InProject(entry.Viewer),
			Summary: "Lists the comments on a task, the oldest first. The newest first come with those that they answer, which count for no limit and stand behind them.",
			Query:   append([]Param{{Name: "order", Enum: []string{"oldest", "newest"}, Doc: "oldest where left out"}}, paging...),
		}, r.listComments),
		Bind(Route{
			Method: "POST", Path: "/api/tasks/{task}/comments", Name: "createComment", Tag: "comments", Access: InProject(entry.Commenter),
			Summary: "Comments on a task, or answers a comment.", Status: http.StatusCreated,
		}, r.createComment),
		Bind(Route{
			Method: "PATCH", Path: "/api/comments/{comment}", Name: "updateComment", Tag: "comments", Access: InProject(entry.Commenter),
			Summary: "Changes one's own comment.",
		}, r.updateComment),
		Bind(Route{
			Method: "DELETE", Path: "/api/comments/{comment}", Name: "deleteComment", Tag: "comments", Access: InProject(entry.Commenter),
			Summary: "Deletes one's own comment; admins delete anyone's.",
		}, r.deleteComment),
		Bind(Route{
			Method: "POST", Path: "/api/comments/{comment}/restore", Name: "restoreComment", Tag: "comments", Access: InProject(entry.Commenter),
			Summary: "Brings back one's own deleted comment; admins bring back anyone's. Possible for 30 days.",
		}, r.restoreComment),
		Bind(Route{
			Method: "GET", Path: "/api/tasks/{task}/mentions", Name: "listMentions", Tag: "comments", Access: InProject(entry.Viewer),
			Summary: "Gives where a task's key is mentioned, in all projects that the caller may see; at most 100, the latest first.",
		}, r.listMentions),
		Bind(Route{
			Method: "POST", Path: "/api/comments/{comment}/reactions", Name: "reactToComment", Tag: "comments", Access: InProject(entry.Commenter),
			Summary: "Gives an emoji, or takes it back.",
		}, r.reactToComment),
	}
}

func (r *Resources) listComments(call *Call, _ *None) (*wire.Page[*entry.Comment], error) {
	if call.Text("order") == "newest" {
		return partsOf(r, call, r.reads.LatestComments)
	}
	return partsOf(r, call, r.reads.Comments)
}

// partsOf gives a page of what hangs on the task in the path, after the one that the
// cursor names.
func partsOf[T any](r *Resources, call *Call, list func(ctx context.Context, actor, task, after string, limit int) (wire.Page[T], error)) (*wire.Page[T], error) {
	limit, err := call.pageLimit()
	if err != nil {
		return nil, err
	}
	cursor := &wire.AfterCursor{}
	if _, err := wire.ReadCursor(call.Text("cursor"), cursor); err != nil {
		return nil, err
	}
	seen, err := r.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err != nil {
		return nil, err
	}
	if err := r.here("task", seen.DeletedAt); err != nil {
		return nil, err
	}
	page, err := list(call.Request.Context(), call.Actor, seen.Thing.ID, cursor.After, limit)
	return &page, err
}

func (r *Resources) createComment(call *Call, in *wire.NewComment) (*wire.CommentWritten, error) {
	receipt, _, err := r.submitTask(call, func(task string) entry.Body {
		body := in.CommentCreate
		body.Comment, body.Task = in.ID, task
		return &body
	})
	return &wire.CommentWritten{Seq: receipt.Seq, Comment: receipt.After.Comment}, err
}

func (r *Resources) updateComment(call *Call, in *wire.CommentChanges) (*wire.CommentWritten, error) {
	body := in.CommentUpdate
	body.Comment = call.Path("comment")
	return r.changeComment(call, &body)
}

func (r *Resources) reactToComment(call *Call, in *wire.NewReaction) (*wire.CommentWritten, error) {
	body := in.CommentReact
	body.Comment = call.Path("comment")
	return r.changeComment(call, &body)
}

func (r *Resources) changeComment(call *Call, body entry.Body) (*wire.CommentWritten, error) {
	receipt, err := r.submitComment(call, body)
	return &wire.CommentWritten{Seq: receipt.Seq, Comment: receipt.After.Comment}, err
}

// submitComment finds the project of the comment in the path and submits there.
func (r *Resources) submitComment(call *Call, body entry.Body) (journal.Receipt, error) {
	id := call.Path("comment")
	stream, known := r.places.of(id)
	if !known {
		seen, err := r.reads.Comment(call.Request.Context(), call.Actor, id)
		if err != nil {
			return journal.Receipt{}, err
		}
		stream = seen.Project
		r.places.remember(id, stream)
	}
	receipt, err := r.submit(call, stream, body)
	if fault.Is(err, fault.NotFound) {
		err = notFound("comment")
	}
	return receipt, err
}

func (r *Resources) deleteComment(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := r.submitComment(call, &entry.CommentDelete{Comment: call.Path("comment")})
	return &wire.Deleted{Seq: receipt.Seq}, err
}

func (r *Resources) restoreComment(call *Call, _ *None) (*wire.CommentWritten, error) {
	return r.changeComment(call, &entry.CommentRestore{Comment: call.Path("comment")})
}

func (r *Resources) listMentions(call *Call, _ *None) (*wire.Mentions, error) {
	seen, err := r.reads.Task(call.Request.Context(), call.Actor, call.Path("task"))
	if err == nil {
		err = r.there(call, &seen)
	}
	if err != nil {
		return nil, err
	}
	mentions, err := r.reads.Mentions(call.Request.Context(), call.Actor, seen.Thing)
	return &wire.Mentions{Mentions: mentions}, err
}
