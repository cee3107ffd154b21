package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

func (r *Resources) templateRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/projects/{project}/templates", Name: "createTemplate", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Makes a template of tasks.", Status: http.StatusCreated,
		}, r.createTemplate),
		Bind(Route{
			Method: "PATCH", Path: "/api/projects/{project}/templates/{template}", Name: "updateTemplate", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Changes the named members of a template.",
		}, r.updateTemplate),
		Bind(Route{
			Method: "DELETE", Path: "/api/projects/{project}/templates/{template}", Name: "deleteTemplate", Tag: "projects", Access: InProject(entry.Editor),
			Summary: "Deletes a template.",
		}, r.deleteTemplate),
	}
}

func (r *Resources) createTemplate(call *Call, in *wire.NewTemplate) (*wire.TemplateWritten, error) {
	body := in.TemplateCreate
	body.Template = in.ID
	receipt, err := r.submit(call, call.Path("project"), &body)
	return &wire.TemplateWritten{Seq: receipt.Seq, Template: receipt.After.Template}, err
}

func (r *Resources) updateTemplate(call *Call, in *wire.TemplateChanges) (*wire.TemplateWritten, error) {
	body := in.TemplateUpdate
	body.Template = call.Path("template")
	receipt, err := r.submit(call, call.Path("project"), &body)
	answer := &wire.TemplateWritten{Seq: receipt.Seq, Template: receipt.After.Template}
	if err == nil && answer.Template == nil { // nothing was named
		err = r.writer.View(call.Request.Context(), call.Path("project"), func(state *project.State, _ journal.Head) {
			answer.Template = state.Templates[body.Template]
		})
	}
	if err == nil && answer.Template == nil {
		err = notFound("template") // gone in between
	}
	return answer, err
}

func (r *Resources) deleteTemplate(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := r.submit(call, call.Path("project"), &entry.TemplateDelete{Template: call.Path("template")})
	return &wire.Deleted{Seq: receipt.Seq}, err
}
