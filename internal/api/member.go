package api

import (
	"tandem/internal/entry"
	"tandem/internal/journal"
	"tandem/internal/project"
	"tandem/internal/wire"
)

func (r *Resources) memberRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "PUT", Path: "/api/projects/{project}/members/{user}", Name: "setMember", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Gives a person of the team a role in the project, in place of what the team gives.",
		}, r.setMember),
		Bind(Route{
			Method: "DELETE", Path: "/api/projects/{project}/members/{user}", Name: "removeMember", Tag: "projects", Access: InProject(entry.Admin),
			Summary: "Takes a person's own role in the project away; what the team gives counts again.",
		}, r.removeMember),
	}
}

func (r *Resources) setMember(call *Call, in *wire.NewRole) (*wire.MemberWritten, error) {
	body := &entry.MemberSet{User: call.Path("user"), Role: in.Role}
	receipt, err := r.submit(call, call.Path("project"), body)
	answer := &wire.MemberWritten{Seq: receipt.Seq, Member: receipt.After.Member}
	if m := answer.Member; err == nil && (m == nil || m.User.ID != body.User) { // the role was so already, or others changed too
		err = r.writer.View(call.Request.Context(), call.Path("project"), func(state *project.State, _ journal.Head) {
			answer.Member = state.Members[body.User]
		})
	}
	if err == nil && answer.Member == nil {
		err = notFound("member")
	}
	return answer, err
}

func (r *Resources) removeMember(call *Call, _ *None) (*wire.Deleted, error) {
	receipt, err := r.submit(call, call.Path("project"), &entry.MemberRemove{User: call.Path("user")})
	return &wire.Deleted{Seq: receipt.Seq}, err
}
