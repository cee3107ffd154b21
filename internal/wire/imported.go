package wire

// Imported answers an import. Project is null after a dry run of a board that is
// not here yet.
type Imported struct {
	Project *Project     `json:"project"`
	Report  ImportReport `json:"report"`
}

// ImportReport tells a person what an import brought, or would bring.
type ImportReport struct {
	Created  ImportCounts `json:"created"`
	Skipped  []ImportSkip `json:"skipped"`
	Unmapped []string     `json:"unmapped"` // names of people who have no account in the team
}

// ImportCounts count what was made. Items of checklists are subtasks and not
// tasks; members are people of the file who were found in the team.
type ImportCounts struct {
	Statuses int `json:"statuses"`
	Tasks    int `json:"tasks"`
	Labels   int `json:"labels"`
	Subtasks int `json:"subtasks"`
	Comments int `json:"comments"`
	Members  int `json:"members"`
}

// ImportSkip says in words what does not come, and why.
type ImportSkip struct {
	What string `json:"what"`
	Why  string `json:"why"`
}
