package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// Hash is the SHA-256 of a secret: all that is stored of it. A plain hash is
// enough, since the secrets are random and too long to be guessed.
type Hash [sha256.Size]byte

// TokenPrefix marks API tokens, so that people and scanners recognise a leaked one.
const TokenPrefix = "tdm_"

// secretChars is the length of 256 random bits in unpadded base64url.
const secretChars = 43

// newSecret makes 256 random bits as text, after a prefix.
func newSecret(prefix string) (secret string, hash Hash) {
	var raw [32]byte
	rand.Read(raw[:])
	secret = prefix + base64.RawURLEncoding.EncodeToString(raw[:])
	return secret, sha256.Sum256([]byte(secret))
}

// HashOf gives the hash of a secret that may be one of ours, and false for any
// other text, so that a mebibyte of anything is never hashed (E18).
func HashOf(secret string) (Hash, bool) {
	if len(strings.TrimPrefix(secret, TokenPrefix)) != secretChars {
		return Hash{}, false
	}
	var text [len(TokenPrefix) + secretChars]byte // no memory is asked for: this is done for every request
	return sha256.Sum256(text[:copy(text[:], secret)]), true
}

// NewSecret makes 256 random bits as text, and their hash.
func NewSecret() (secret string, hash Hash) { return newSecret("") }
