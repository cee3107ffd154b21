package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"time"

	"tandem/internal/app"
	"tandem/internal/auth"
	"tandem/internal/config"
	"tandem/internal/entry"
	"tandem/internal/fault"
)

const tokenUsage = `Usage: tandem token list --email address
       tandem token create --email address --name name [--days number]
       tandem token delete --email address --id id

API tokens of a person, for the operator; also while the server runs. The secret
of a new one is printed once; without --days it is good for ever.
`

// tokenWish is what is asked for.
type tokenWish struct {
	name, id string
	days     int
}

var tokenActions = map[string]func(ctx context.Context, accounts *auth.Service, user string, wish tokenWish) error{
	"list":   listTokens,
	"create": createToken,
	"delete": deleteToken,
}

// token changes API tokens.
func token(ctx context.Context, args []string) error {
	own := flag.NewFlagSet("tandem token", flag.ContinueOnError)
	email, name := own.String("email", "", ""), own.String("name", "", "")
	id, days := own.String("id", "", ""), own.Int("days", 0, "")
	settings, words, err := arguments(own, args)
	if errors.Is(err, config.ErrHelp) || err == nil && len(words) == 0 {
		fmt.Print(tokenUsage)
		return nil
	}
	if err != nil {
		return err
	}
	act, known := tokenActions[words[0]]
	switch {
	case !known || len(words) > 1:
		return fault.New(fault.Invalid, "tandem token does not know this; see tandem token --help")
	case *email == "":
		return fault.New(fault.Invalid, "--email is needed: whose tokens are meant")
	case *days < 0 || *days > 36500:
		return fault.New(fault.Invalid, "--days is a number from 0 to 36500")
	}
	return withFloors(ctx, settings, func(ctx context.Context, floors *app.Offline) error {
		account, err := floors.Accounts.Find(ctx, *email)
		if err != nil {
			return err
		}
		return act(ctx, floors.Accounts, account.User.ID, tokenWish{*name, *id, *days})
	})
}

func listTokens(ctx context.Context, accounts *auth.Service, user string, _ tokenWish) error {
	list, err := accounts.Tokens(ctx, user)
	for _, t := range list {
		fmt.Printf("%s  %-30s %s  %s\n", t.ID, t.Name, moment(&t.CreatedAt), moment(t.ExpiresAt))
	}
	return err
}

func moment(at *entry.Instant) string {
	if at == nil {
		return "never"
	}
	return at.Time().Format(time.DateOnly)
}

func createToken(ctx context.Context, accounts *auth.Service, user string, wish tokenWish) error {
	var expires *entry.Instant
	if wish.days > 0 {
		at := entry.At(time.Now().AddDate(0, 0, wish.days))
		expires = &at
	}
	_, secret, err := accounts.CreateToken(ctx, user, wish.name, expires)
	if err != nil {
		return err
	}
	fmt.Println(secret)
	return nil
}

func deleteToken(ctx context.Context, accounts *auth.Service, user string, wish tokenWish) error {
	return accounts.DeleteToken(ctx, user, wish.id)
}
