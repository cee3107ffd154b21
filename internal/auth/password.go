package auth

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"tandem/internal/fault"
)

// The cost of one argon2id hash (RFC 9106): about 30 ms of one core.
const (
	argonPasses = 2
	argonKiB    = 19 << 10
	argonLanes  = 1
	argonBytes  = 32
	saltBytes   = 16
)

// Bounds of a password, in characters.
const (
	minPassword = 8
	maxPassword = 128
)

// hashing bounds how many hashes are made at once: more than the CPUs would only
// add memory, 19 MiB each.
var hashing = make(chan struct{}, runtime.GOMAXPROCS(0))

// common holds the refused passwords, lower case, sorted, one a line; see COMMON.md.
//
//go:embed common.txt
var common string

// checkPassword refuses what is too short, too long or common.
func checkPassword(pointer, password string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return fault.Field(pointer, fmt.Sprintf("A password has at least %d characters.", minPassword))
	case n > maxPassword:
		return fault.Field(pointer, fmt.Sprintf("A password has at most %d characters.", maxPassword))
	case isCommon(password):
		return fault.Field(pointer, "This password is one of the most common ones; choose another.")
	}
	return nil
}

// isCommon searches the list as it is: halving text costs nothing at start.
func isCommon(password string) bool {
	word := strings.ToLower(password)
	low, high := 0, len(common) // both at the start of a line
	for low < high {
		middle := low + (high-low)/2
		start := strings.LastIndexByte(common[:middle], '\n') + 1
		end := start + strings.IndexByte(common[start:], '\n')
		switch line := common[start:end]; {
		case line == word:
			return true
		case line < word:
			low = end + 1
		default:
			high = start
		}
	}
	return false
}

// hashPassword gives the hash in the usual text form: $argon2id$v=19$m=…,t=…,p=…$salt$hash.
func hashPassword(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	hash, err := stretch(ctx, password, salt, argonPasses, argonKiB, argonLanes, argonBytes)
	if err != nil {
		return "", err
	}
	text := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonKiB, argonPasses, argonLanes,
		text.EncodeToString(salt), text.EncodeToString(hash)), nil
}

// verifyPassword tells whether the password belongs to the hash. The time does
// not depend on how much of it is right.
func verifyPassword(ctx context.Context, encoded, password string) (bool, error) {
	var version, kib, passes int
	var lanes uint8
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, errors.New("auth: a stored password hash that is none")
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &kib, &passes, &lanes); err != nil {
		return false, fmt.Errorf("auth: cost of a stored password hash: %w", err)
	}
	salt, errSalt := base64.RawStdEncoding.DecodeString(parts[4])
	want, errHash := base64.RawStdEncoding.DecodeString(parts[5])
	if err := errors.Join(errSalt, errHash); err != nil {
		return false, fmt.Errorf("auth: a stored password hash: %w", err)
	}
	got, err := stretch(ctx, password, salt, passes, kib, lanes, len(want))
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1, err
}

func stretch(ctx context.Context, password string, salt []byte, passes, kib int, lanes uint8, size int) ([]byte, error) {
	select {
	case hashing <- struct{}{}:
		defer func() { <-hashing }()
	case <-ctx.Done():
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "The server is busy; try again soon.", Err: ctx.Err()}
	}
	return argon2.IDKey([]byte(password), salt, uint32(passes), uint32(kib), lanes, uint32(size)), nil
}

// nobodysHash is what a password is compared with where there is no such
// account, so that the answer takes as long. Nobody knows the password to it.
const nobodysHash = "$argon2id$v=19$m=19456,t=2,p=1$oZ7Sr/vjtqBA9DhKcFtFCw$V31iQp67S27k633kVc27P5EiMnCD6KFkwsCDcwY0SmY"
