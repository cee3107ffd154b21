package importing

// Report tells a person what an import brought, or would bring.
type Report struct {
	Created  Created  `json:"created"`
	Skipped  []Skip   `json:"skipped"`
	Unmapped []string `json:"unmapped"` // names of people who have no account in the team
}

// Created counts things. Items of checklists are subtasks and not tasks;
// Members are people of the file who were found in the team.
type Created struct {
	Statuses int `json:"statuses"`
	Tasks    int `json:"tasks"`
	Labels   int `json:"labels"`
	Subtasks int `json:"subtasks"`
	Comments int `json:"comments"`
	Members  int `json:"members"`
}
