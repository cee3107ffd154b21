package importing

import (
	"strings"

	"tandem/internal/entry"
	"tandem/internal/project"
)

// Match finds the people of a file in a team: by address, by handle, by name.
// Case and spaces do not matter. A name that two people share
// finds nobody, since a guess would put words in the wrong mouth.
func Match(people []Person, team []entry.User) map[string]string {
	handles, names, emails := make(map[string][]string), make(map[string][]string), make(map[string][]string)
	for i := range team {
		user := &team[i]
		handles[fold(user.Handle)] = append(handles[fold(user.Handle)], user.ID)
		names[fold(user.Name)] = append(names[fold(user.Name)], user.ID)
		if user.Email != nil {
			emails[fold(*user.Email)] = append(emails[fold(*user.Email)], user.ID)
		}
	}
	found := make(map[string]string)
	for _, person := range people {
		for _, try := range []struct {
			known map[string][]string
			word  string
		}{{emails, person.Email}, {handles, person.Username}, {names, person.Name}} {
			if word := fold(try.word); word != "" && len(try.known[word]) == 1 {
				found[person.ID] = try.known[word][0]
				break
			}
		}
	}
	return found
}

func fold(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(s), " "))
}

func displayName(person Person) string {
	if name := line(person.Name, project.MaxName, ""); name != "" {
		return name
	}
	return line(person.Username, project.MaxName, "Someone")
}
