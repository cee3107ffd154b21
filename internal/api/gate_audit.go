package api

import (
	"net/http"
	"strings"

	"tandem/internal/audit"
	"tandem/internal/auth"
)

// noteRefusal tells the audit log of access that was refused: what somebody may
// not do, what is not there for them, and tokens that are good no more. An
// address without a route tells nothing of access.
func (g *Gate) noteRefusal(r *http.Request, status int) {
	origin := audit.From(r.Context())
	if origin.Forbidden {
		status = http.StatusForbidden
	}
	if g.Options.Refused == nil || status < 400 || r.Pattern == "" || strings.HasSuffix(r.Pattern, "/") {
		return
	}
	refused := false
	switch status {
	case http.StatusForbidden:
		refused = origin.Actor != ""
	case http.StatusNotFound:
		refused = origin.Actor != "" && strings.Contains(r.Pattern, "{")
	case http.StatusUnauthorized:
		refused = hasBearer(r) && auth.From(r.Context()) == nil
	}
	if !refused {
		return
	}
	g.Options.Refused(audit.Refusal{
		Actor: origin.Actor, Address: origin.Address, Route: r.Pattern, Status: status,
		Named: audit.Named{
			Team: r.PathValue("team"), Project: r.PathValue("project"), Task: r.PathValue("task"), Comment: r.PathValue("comment"),
			Attachment: r.PathValue("attachment"),
		},
	})
}
