package entry

import "github.com/google/uuid"

// NewID makes a UUIDv7 in lower case: ids made later sort later.
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

// ValidID tells whether id is a UUID in its canonical lower-case form.
func ValidID(id string) bool {
	if len(id) != 36 {
		return false
	}
	for i := range len(id) {
		c := id[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
