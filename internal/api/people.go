package api

import (
	"tandem/internal/auth"
	"tandem/internal/entry"
	"tandem/internal/wire"
)

// Person is somebody as the administrators of the instance see them.
type Person struct {
	User       entry.User     `json:"user"`
	Admin      bool           `json:"admin"` // of the instance
	CreatedAt  entry.Instant  `json:"createdAt"`
	DisabledAt *entry.Instant `json:"disabledAt"` // null: they can sign in
}

// PersonChange shuts somebody out or lets them in again.
type PersonChange struct {
	Disabled bool `json:"disabled"`
}

// PersonAnswer is a person after a change.
type PersonAnswer struct {
	Person Person `json:"person"`
}

func (a *Accounts) peopleRoutes() []Route {
	return []Route{
		Bind(Route{
			Method: "GET", Path: "/api/people", Name: "listPeople", Tag: "people", Access: Administrator, Query: shortList,
			Summary: "Everybody who has an account here, oldest first.",
		}, a.people),
		Bind(Route{
			Method: "PATCH", Path: "/api/people/{user}", Name: "updatePerson", Tag: "people", Access: Administrator, Once: Answered,
			Summary: "Shuts a person out everywhere at once, or lets them in again; not oneself, nor the last administrator.",
		}, a.updatePerson),
	}
}

func (a *Accounts) people(call *Call, _ *None) (*wire.Page[Person], error) {
	accounts, err := a.Auth.Accounts(call.Request.Context())
	if err != nil {
		return nil, err
	}
	list := make([]Person, len(accounts))
	for i := range accounts {
		list[i] = asPerson(&accounts[i])
	}
	return pageOf(call, list, func(p *Person) string { return p.User.ID })
}

func asPerson(a *auth.Account) Person { return Person{a.User, a.Admin, a.CreatedAt, a.DisabledAt} }

func (a *Accounts) updatePerson(call *Call, in *PersonChange) (*PersonAnswer, error) {
	account, err := a.Auth.SetDisabledBy(call.Request.Context(), call.Actor, call.Path("user"), in.Disabled)
	return &PersonAnswer{asPerson(&account)}, err
}
