package app

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"tandem/internal/config"
)

const (
	keyOne = "0198c0de-0000-7000-8000-000000000001"
	keyTwo = "0198c0de-0000-7000-8000-000000000002"
)

// A write outside projects takes effect once for each command id [J4].
func TestOnce(t *testing.T) {
	v := serving(t, openTo).register("ann")
	first := v.wants(201, "POST", "/api/teams", `{"name":"Us"}`, "Idempotency-Key", keyOne)
	answer, again := v.send("POST", "/api/teams", `{"name":"Us"}`, "Idempotency-Key", strings.ToUpper(keyOne))
	if answer.StatusCode != 201 || again != first || answer.Header.Get("Idempotency-Replayed") != "true" ||
		answer.Header.Get("Content-Type") != "application/json" {
		t.Errorf("%s %s, want %s", answer.Status, again, first)
	}
	v.wants(422, "POST", "/api/teams", `{"name":"Other"}`, "Idempotency-Key", keyOne)
	v.wants(422, "PATCH", "/api/me", `{"name":"Us"}`, "Idempotency-Key", keyOne)
	v.wants(422, "POST", "/api/teams", `{"name":"Us"}`, "Idempotency-Key", "one")
	if n := strings.Count(v.wants(200, "GET", "/api/me", ""), `"name":"Us"`); n != 1 {
		t.Errorf("%d teams were made", n)
	}
	v.another().register("ben").wants(201, "POST", "/api/teams", `{"name":"Us"}`, "Idempotency-Key", keyOne)
}

// A refusal is no effect: the same command id may still succeed.
func TestOnce_refused(t *testing.T) {
	v := serving(t, openTo).register("ann")
	v.wants(422, "POST", "/api/teams", `{"name":""}`, "Idempotency-Key", keyOne)
	v.wants(201, "POST", "/api/teams", `{"name":"Us"}`, "Idempotency-Key", keyOne)
}

// Of many at once with one command id, one takes effect and all get its answer.
func TestOnce_together(t *testing.T) {
	v := serving(t, openTo).register("ann")
	var mu sync.Mutex
	var all sync.WaitGroup
	answers := map[string]int{}
	for range 16 {
		all.Go(func() {
			text := v.wants(201, "POST", "/api/teams", `{"name":"Us"}`, "Idempotency-Key", keyOne)
			mu.Lock()
			answers[text]++
			mu.Unlock()
		})
	}
	all.Wait()
	if len(answers) != 1 || strings.Count(v.wants(200, "GET", "/api/me", ""), `"role":"owner"`) != 1 {
		t.Errorf("%d answers: %v", len(answers), answers)
	}
}

// A token's secret is told again to who repeats the request at once, and is not
// stored for it.
func TestOnce_secret(t *testing.T) {
	var kept config.Config
	v := serving(t, func(settings *config.Config) { openTo(settings); kept = *settings }).register("ann")
	first := v.wants(201, "POST", "/api/tokens", `{"name":"ci"}`, "Idempotency-Key", keyOne)
	if again := v.wants(201, "POST", "/api/tokens", `{"name":"ci"}`, "Idempotency-Key", keyOne); again != first {
		t.Errorf("%s, want %s", again, first)
	}
	secret := between(first, `"secret":"`, `"`)
	if holds(t, &kept, secret) || !holds(t, &kept, "ann@example.org") {
		t.Error("the secret is in the database")
	}
	v.wants(200, "GET", "/api/me", "", "Authorization", "Bearer "+secret)
}

// A token may not make what outlives it.
func TestToken_limits(t *testing.T) {
	v := serving(t, openTo).register("ann")
	token := between(v.wants(201, "POST", "/api/tokens", `{"name":"ci"}`), `"secret":"`, `"`)
	other := v.another()
	bearer := []string{"Authorization", "Bearer " + token}
	other.wants(403, "POST", "/api/tokens", `{"name":"more"}`, bearer...)
	other.wants(403, "POST", "/api/me/password", `{"currentPassword":"`+secretWord+`","password":"another good one 1"}`, bearer...)
	other.wants(403, "POST", "/api/auth/logout", "", bearer...)
	id := between(v.wants(200, "GET", "/api/tokens", ""), `"id":"`, `"`)
	v.another().register("ben").wants(404, "DELETE", "/api/tokens/"+id, "")
	v.wants(204, "DELETE", "/api/tokens/"+id, "")
	other.wants(401, "GET", "/api/me", "", bearer...)
}

// Whatever is wrong with what is shown, the answer is the same 401.
func TestUnauthenticated_twin(t *testing.T) {
	v := serving(t, openTo).register("ann")
	session := v.session()
	v.wants(204, "POST", "/api/auth/logout", "")
	stranger := v.another()
	want := ""
	for _, headers := range [][]string{
		nil, {"Cookie", "tandem_session=" + session}, {"Cookie", "tandem_session="}, {"Cookie", "tandem_session=x"},
		{"Authorization", "Bearer tdm_x"}, {"Authorization", "Bearer"}, {"Authorization", "Bearer tdm_" + strings.Repeat("a", 60_000)},
	} {
		answer, text := stranger.send("GET", "/api/me", "", headers...)
		if want == "" {
			want = text
		}
		if answer.StatusCode != http.StatusUnauthorized || text != want || answer.Header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%.60v: %s %s", headers, answer.Status, text)
		}
	}
}

// What others must not set cannot be set; what is read-only is unknown [B6, B9].
func TestMassAssignment(t *testing.T) {
	v := serving(t, openTo).register("ann")
	for path, body := range map[string]string{
		"POST /api/auth/register": `{"name":"B","email":"b@example.org","password":"` + secretWord + `",EXTRA}`,
		"POST /api/auth/login":    `{"email":"ann@example.org","password":"` + secretWord + `",EXTRA}`,
		"PATCH /api/me":           `{"name":"B",EXTRA}`,
		"POST /api/teams":         `{"name":"B",EXTRA}`,
		"POST /api/tokens":        `{"name":"B",EXTRA}`,
		"POST /api/me/password":   `{"currentPassword":"` + secretWord + `","password":"another good one 1",EXTRA}`,
	} {
		method, target, _ := strings.Cut(path, " ")
		for _, extra := range []string{`"admin":true`, `"id":"` + keyTwo + `"`, `"role":"owner"`, `"user":"` + keyTwo + `"`, `"Name":"C"`} {
			text := v.wants(422, method, target, strings.Replace(body, "EXTRA", extra, 1))
			if pointer := "/" + between(extra, `"`, `"`); !strings.Contains(text, `"pointer":"`+pointer+`"`) {
				t.Errorf("%s with %s: %s", path, extra, text)
			}
		}
	}
	v.wants(422, "PATCH", "/api/me", `{"email":"other@example.org"}`)
	if text := v.wants(200, "GET", "/api/me", ""); !strings.Contains(text, `"name":"ann"`) {
		t.Error(text)
	}
}
