package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"tandem/internal/app"
	"tandem/internal/audit"
	"tandem/internal/auth"
	"tandem/internal/config"
	"tandem/internal/fault"
)

const userUsage = `Usage: tandem user list
       tandem user create --email address --name name
       tandem user password --email address
       tandem user disable --email address
       tandem user enable --email address

Accounts, for the operator; also while the server runs. A password is read from
the first line of what is piped in; without one, a new one is made and printed.
A person who is disabled is signed out everywhere within a second.
`

// userActions are what can be done with accounts.
var userActions = map[string]func(ctx context.Context, accounts *auth.Service, email, name string) error{
	"list":     listUsers,
	"create":   createUser,
	"password": resetPassword,
	"disable":  disableUser,
	"enable":   enableUser,
}

// user changes accounts.
func user(ctx context.Context, args []string) error {
	own := flag.NewFlagSet("tandem user", flag.ContinueOnError)
	email, name := own.String("email", "", ""), own.String("name", "", "")
	settings, words, err := arguments(own, args)
	if errors.Is(err, config.ErrHelp) || err == nil && len(words) == 0 {
		fmt.Print(userUsage)
		return nil
	}
	if err != nil {
		return err
	}
	act, known := userActions[words[0]]
	if !known || len(words) > 1 {
		return fault.New(fault.Invalid, "tandem user does not know this; see tandem user --help")
	}
	if *email == "" && words[0] != "list" {
		return fault.New(fault.Invalid, "--email is needed: whose account is meant")
	}
	return withFloors(ctx, settings, func(ctx context.Context, floors *app.Offline) error { return act(ctx, floors.Accounts, *email, *name) })
}

// withFloors opens the data folder for one thing that the operator does.
func withFloors(ctx context.Context, settings config.Config, do func(context.Context, *app.Offline) error) error {
	floors, err := app.OpenOffline(ctx, settings)
	if err != nil {
		return err
	}
	defer floors.Close()
	return do(audit.With(ctx, &audit.Origin{Operator: true}), floors)
}

func listUsers(ctx context.Context, accounts *auth.Service, _, _ string) error {
	list, err := accounts.Accounts(ctx)
	for _, a := range list {
		notes := ""
		if a.Admin {
			notes += " administrator"
		}
		if a.DisabledAt != nil {
			notes += " disabled"
		}
		fmt.Printf("%s  %-30s %s%s\n", a.User.ID, *a.User.Email, a.User.Name, notes)
	}
	return err
}

func createUser(ctx context.Context, accounts *auth.Service, email, name string) error {
	password, made, err := readPassword()
	if err != nil {
		return err
	}
	account, err := accounts.Create(ctx, auth.Registration{Name: name, Email: email, Password: password})
	if err != nil {
		return err
	}
	fmt.Printf("%s %s\n", account.User.ID, account.User.Handle)
	tellPassword(password, made)
	return nil
}

func resetPassword(ctx context.Context, accounts *auth.Service, email, _ string) error {
	account, err := accounts.Find(ctx, email)
	if err != nil {
		return err
	}
	password, made, err := readPassword()
	if err != nil {
		return err
	}
	if err := accounts.ResetPassword(ctx, account.User.ID, password); err != nil {
		return err
	}
	tellPassword(password, made)
	return nil
}

func disableUser(ctx context.Context, accounts *auth.Service, email, _ string) error {
	return setDisabled(ctx, accounts, email, true)
}

func enableUser(ctx context.Context, accounts *auth.Service, email, _ string) error {
	return setDisabled(ctx, accounts, email, false)
}

func setDisabled(ctx context.Context, accounts *auth.Service, email string, disabled bool) error {
	account, err := accounts.Find(ctx, email)
	if err != nil {
		return err
	}
	return accounts.SetDisabled(ctx, account.User.ID, disabled)
}

// readPassword reads a password that is piped in, or makes one. It is never a
// flag: those can be seen by everybody on the machine.
func readPassword() (password string, made bool, err error) {
	info, err := os.Stdin.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice != 0 {
		return rand.Text(), true, nil
	}
	line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
	if password = strings.TrimRight(line, "\r\n"); password == "" {
		return rand.Text(), true, nil
	}
	return password, false, nil
}

func tellPassword(password string, made bool) {
	if made {
		fmt.Printf("password: %s\n", password)
	}
}
