package api

import (
	"net/http"

	"tandem/internal/entry"
	"tandem/internal/team"
	"tandem/internal/wire"
)

// TeamName makes or renames a team.
type TeamName struct {
	Name string `json:"name"`
}

// TeamAnswer is a team.
type TeamAnswer struct {
	Team team.Team `json:"team"`
}

// TeamRoleChange gives somebody another role in a team.
type TeamRoleChange struct {
	Role entry.TeamRole `json:"role"`
}

// SeatAnswer is somebody's place in a team.
type SeatAnswer struct {
	Member entry.Seat `json:"member"`
}

func (a *Accounts) teamRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "POST", Path: "/api/teams", Name: "createTeam", Tag: "teams", Access: SignedIn,
			Status: http.StatusCreated, Once: Answered,
			Summary: "Makes a team; its maker is its owner.",
		}, a.createTeam),
		Bind(Route{
			Method: "GET", Path: "/api/teams/{team}", Name: "readTeam", Tag: "teams", Access: InTeam(entry.TeamGuest),
			Summary: "A team.",
		}, a.readTeam),
		Bind(Route{
			Method: "PATCH", Path: "/api/teams/{team}", Name: "renameTeam", Tag: "teams", Access: InTeam(entry.TeamAdmin), Once: Answered,
			Summary: "Renames a team.",
		}, a.renameTeam),
		Bind(Route{
			Method: "DELETE", Path: "/api/teams/{team}", Name: "deleteTeam", Tag: "teams", Access: InTeam(entry.TeamOwner),
			Status: http.StatusNoContent, Once: Answered,
			Summary: "Deletes a team; nobody sees its projects any more.",
		}, a.deleteTeam),
		Bind(Route{
			Method: "GET", Path: "/api/teams/{team}/members", Name: "listTeamMembers", Tag: "teams", Access: InTeam(entry.TeamGuest),
			Query:   shortList,
			Summary: "Everyone in a team.",
		}, a.teamMembers),
		Bind(Route{
			Method: "PATCH", Path: "/api/teams/{team}/members/{user}", Name: "updateTeamMember", Tag: "teams",
			Access: InTeam(entry.TeamAdmin), Once: Answered,
			Summary: "Gives somebody another role; owners are made and changed by owners only, and one always stays.",
		}, a.updateSeat),
		Bind(Route{
			Method: "DELETE", Path: "/api/teams/{team}/members/{user}", Name: "removeTeamMember", Tag: "teams",
			Access: InTeam(entry.TeamGuest), Status: http.StatusNoContent, Once: Answered,
			Summary: "Takes somebody out of the team, which needs an admin, or oneself, which anybody may.",
		}, a.removeSeat),
	}
}

func (a *Accounts) createTeam(call *Call, in *TeamName) (*TeamAnswer, error) {
	t, err := a.Teams.Create(call.Request.Context(), call.Actor, in.Name)
	return &TeamAnswer{t}, err
}

func (a *Accounts) readTeam(call *Call, _ *None) (*TeamAnswer, error) {
	t, err := a.Teams.Get(call.Request.Context(), call.Path("team"), call.Actor)
	return &TeamAnswer{t}, err
}

func (a *Accounts) renameTeam(call *Call, in *TeamName) (*TeamAnswer, error) {
	t, err := a.Teams.Rename(call.Request.Context(), call.Path("team"), call.Actor, in.Name)
	return &TeamAnswer{t}, err
}

func (a *Accounts) deleteTeam(call *Call, _ *None) (*None, error) {
	return nil, a.Teams.Delete(call.Request.Context(), call.Path("team"), call.Actor)
}

func (a *Accounts) teamMembers(call *Call, _ *None) (*wire.Page[entry.Seat], error) {
	list, err := a.Teams.Members(call.Request.Context(), call.Path("team"), call.Actor)
	if err != nil {
		return nil, err
	}
	return pageOf(call, list, func(s *entry.Seat) string { return s.User.ID })
}

func (a *Accounts) updateSeat(call *Call, in *TeamRoleChange) (*SeatAnswer, error) {
	seat, err := a.Teams.SetRole(call.Request.Context(), call.Path("team"), call.Actor, call.Path("user"), in.Role)
	return &SeatAnswer{seat}, err
}

func (a *Accounts) removeSeat(call *Call, _ *None) (*None, error) {
	return nil, a.Teams.Remove(call.Request.Context(), call.Path("team"), call.Actor, call.Path("user"))
}
