package migration

import "github.com/go-json-experiment/json"

// SameJSON writes JSON in one way, however it was written.
func SameJSON(text string) (string, error) {
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return "", err
	}
	same, err := json.Marshal(value, json.Deterministic(true))
	return string(same), err
}
