package team

import (
	"maps"
	"testing"

	"tandem/internal/entry"
	"tandem/internal/fault"
)

// Who may give whom which role; "" takes them out. A kind is the refusal.
func TestSeat(t *testing.T) {
	const own, adm, mem, gst, out = entry.TeamOwner, entry.TeamAdmin, entry.TeamMember, entry.TeamGuest, entry.TeamRole("")
	for name, c := range map[string]struct {
		actor, user string
		role        entry.TeamRole
		want        fault.Kind
	}{
		"an owner makes an owner":            {"own", "mem", own, ""},
		"an owner demotes another":           {"own", "own2", mem, ""},
		"an owner removes another":           {"own", "own2", out, ""},
		"an owner leaves":                    {"own", "own", out, ""},
		"an admin makes an admin":            {"adm", "mem", adm, ""},
		"an admin makes a guest":             {"adm", "mem", gst, ""},
		"an admin removes a member":          {"adm", "mem", out, ""},
		"an admin removes an admin":          {"adm", "adm2", out, ""},
		"an admin makes an owner":            {"adm", "mem", own, fault.Forbidden},
		"an admin makes themselves an owner": {"adm", "adm", own, fault.Forbidden},
		"an admin demotes an owner":          {"adm", "own", mem, fault.Forbidden},
		"an admin removes an owner":          {"adm", "own", out, fault.Forbidden},
		"a member changes a guest":           {"mem", "gst", mem, fault.Forbidden},
		"a member raises themselves":         {"mem", "mem", adm, fault.Forbidden},
		"a member removes a guest":           {"mem", "gst", out, fault.Forbidden},
		"a member leaves":                    {"mem", "mem", out, ""},
		"a guest leaves":                     {"gst", "gst", out, ""},
		"a guest removes a member":           {"gst", "mem", out, fault.Forbidden},
		"an owner changes a stranger":        {"own", "who", mem, fault.NotFound},
		"a stranger changes a member":        {"who", "mem", gst, fault.NotFound},
		"a stranger leaves":                  {"who", "who", out, fault.NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			h := &House{Seats: map[string]entry.TeamRole{"own": own, "own2": own, "adm": adm, "adm2": adm, "mem": mem, "gst": gst}}
			before := maps.Clone(h.Seats)
			err := h.seat(c.actor, c.user, c.role)
			if c.want != "" {
				if !fault.Is(err, c.want) || !maps.Equal(before, h.Seats) {
					t.Errorf("got %v and %v, want %s and no change", err, h.Seats, c.want)
				}
				return
			}
			if err != nil || h.Seats[c.user] != c.role {
				t.Errorf("got %v and %v", err, h.Seats)
			}
		})
	}
}

// The last owner stays one, whoever tries.
func TestSeat_lastOwner(t *testing.T) {
	for _, role := range []entry.TeamRole{entry.TeamAdmin, entry.TeamGuest, ""} {
		h := &House{Seats: map[string]entry.TeamRole{"own": entry.TeamOwner, "adm": entry.TeamAdmin}}
		if err := h.seat("own", "own", role); !fault.Is(err, fault.Conflict) || h.Seats["own"] != entry.TeamOwner {
			t.Errorf("to %q: %v", role, err)
		}
	}
}

func TestHouse(t *testing.T) {
	for actor, want := range map[string]struct{ rename, remove fault.Kind }{
		"own": {"", ""}, "adm": {"", fault.Forbidden}, "mem": {fault.Forbidden, fault.Forbidden},
		"gst": {fault.Forbidden, fault.Forbidden}, "who": {fault.NotFound, fault.NotFound},
	} {
		h := &House{Name: "Old", Seats: map[string]entry.TeamRole{
			"own": entry.TeamOwner, "adm": entry.TeamAdmin, "mem": entry.TeamMember, "gst": entry.TeamGuest,
		}}
		if err := h.rename(actor, "New"); kind(err) != want.rename || (h.Name == "New") != (want.rename == "") {
			t.Errorf("%s renames: %v", actor, err)
		}
		if err := h.remove(actor); kind(err) != want.remove || h.Deleted != (want.remove == "") {
			t.Errorf("%s deletes: %v", actor, err)
		}
		if h.Deleted && h.rename(actor, "Again") == nil {
			t.Error("a deleted team is renamed")
		}
	}
}

func kind(err error) fault.Kind {
	if err == nil {
		return ""
	}
	return fault.KindOf(err)
}
