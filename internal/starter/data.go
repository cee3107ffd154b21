package starter

import (
	"tandem/internal/entry"
	"tandem/internal/project"
	"tandem/internal/wire"
)

// The colours that the client offers for statuses and labels.
const (
	gray   = "#8b8d98"
	red    = "#e5484d"
	orange = "#f76b15"
	amber  = "#e2a336"
	green  = "#46a758"
	teal   = "#12a594"
	blue   = "#3e8ed0"
	indigo = "#5e6ad2"
	purple = "#8e4ec6"
	pink   = "#d6409f"
)

var blank = wire.Starter{
	ID: "blank", Name: "Blank", Description: "The five usual statuses, and nothing else.",
	Statuses: usual(), Labels: []wire.StarterLabel{}, Fields: []wire.StarterField{}, Tasks: []wire.StarterTask{},
}

func usual() []wire.StarterStatus {
	var list []wire.StarterStatus
	for _, s := range project.UsualStatuses() {
		list = append(list, wire.StarterStatus{Name: s.Name, Category: s.Category, Color: s.Color})
	}
	return list
}

var kanban = wire.Starter{
	ID: "kanban", Name: "Kanban", Description: "Work flows from left to right, with a limit on what is under way.",
	Statuses: []wire.StarterStatus{
		{Name: "Backlog", Category: entry.Backlog, Color: gray},
		{Name: "Ready", Category: entry.Todo, Color: blue},
		{Name: "In progress", Category: entry.Active, Color: amber, WipLimit: new(int64(4))},
		{Name: "Review", Category: entry.Active, Color: indigo, WipLimit: new(int64(3))},
		{Name: "Done", Category: entry.Done, Color: green},
	},
	Labels: []wire.StarterLabel{{Name: "expedite", Color: red}, {Name: "feature", Color: indigo}, {Name: "upkeep", Color: teal}},
	Fields: []wire.StarterField{},
	Tasks: []wire.StarterTask{
		{
			Title: "Agree how much may be under way at once", Status: "Ready", Priority: entry.Medium, Labels: []string{}, Subtasks: []string{},
			Description: "*In progress* takes 4 tasks and *Review* 3. The count turns amber beyond that.\n\nStart with about one task for each person, and change the limits in *Project settings → Statuses*.",
		},
		{
			Title: "Keep Ready short and in order", Status: "Ready", Priority: entry.Low, Labels: []string{}, Subtasks: []string{},
			Description: "The next task to start is the one on top. What nobody will start soon stays in *Backlog*.",
		},
	},
}

var sprint = wire.Starter{
	ID: "sprint", Name: "Sprint", Description: "Plan two weeks, deliver, look back; with story points.",
	Statuses: []wire.StarterStatus{
		{Name: "Product backlog", Category: entry.Backlog, Color: gray},
		{Name: "This sprint", Category: entry.Todo, Color: blue},
		{Name: "In progress", Category: entry.Active, Color: amber},
		{Name: "In review", Category: entry.Active, Color: indigo},
		{Name: "Done", Category: entry.Done, Color: green},
	},
	Labels: []wire.StarterLabel{{Name: "story", Color: indigo}, {Name: "bug", Color: red}, {Name: "chore", Color: gray}, {Name: "spike", Color: purple}},
	Fields: []wire.StarterField{{Name: "Story points", Type: entry.NumberField, Options: []wire.StarterLabel{}}},
	Tasks: []wire.StarterTask{
		{
			Title: "Plan the first sprint", Status: "This sprint", Priority: entry.High, Labels: []string{"chore"},
			Description: "Move what you can finish in two weeks from *Product backlog* to *This sprint*, and give each task its *Story points*.",
			Subtasks:    []string{"Choose the goal", "Move stories to This sprint", "Estimate together"},
		},
		{
			Title: "Look back together", Status: "This sprint", Priority: entry.Medium, Labels: []string{"chore"}, Subtasks: []string{},
			Description: "What went well, what did not, and the one thing to change in the next sprint.",
		},
	},
}

var bugs = wire.Starter{
	ID: "bugs", Name: "Bug tracking", Description: "From the report to the release, with how bad it is and where it was seen.",
	Statuses: []wire.StarterStatus{
		{Name: "New", Category: entry.Backlog, Color: gray},
		{Name: "Confirmed", Category: entry.Todo, Color: orange},
		{Name: "Being fixed", Category: entry.Active, Color: amber},
		{Name: "To verify", Category: entry.Active, Color: indigo},
		{Name: "Fixed", Category: entry.Done, Color: green},
		{Name: "Won't fix", Category: entry.Cancelled, Color: gray},
	},
	Labels: []wire.StarterLabel{{Name: "regression", Color: red}, {Name: "crash", Color: orange}, {Name: "needs details", Color: purple}},
	Fields: []wire.StarterField{
		{Name: "Severity", Type: entry.SelectField, Options: []wire.StarterLabel{
			{Name: "Blocker", Color: red}, {Name: "Major", Color: orange}, {Name: "Minor", Color: blue}, {Name: "Cosmetic", Color: gray},
		}},
		{Name: "Seen in version", Type: entry.TextField, Options: []wire.StarterLabel{}},
	},
	Tasks: []wire.StarterTask{{
		Title: "How to report a bug", Status: "New", Priority: entry.None, Labels: []string{}, Subtasks: []string{},
		Description: "**Steps**\n\n1. …\n\n**Expected**\n\n**What happens instead**\n\nGive *Severity* and *Seen in version* too. Keep this text as a template, so that each report begins with it.",
	}},
}

var launch = wire.Starter{
	ID: "launch", Name: "Marketing launch", Description: "Everything from the message to the day itself, with approvals.",
	Statuses: []wire.StarterStatus{
		{Name: "Ideas", Category: entry.Backlog, Color: gray},
		{Name: "Planned", Category: entry.Todo, Color: blue},
		{Name: "In the making", Category: entry.Active, Color: amber},
		{Name: "For approval", Category: entry.Active, Color: purple},
		{Name: "Live", Category: entry.Done, Color: green},
	},
	Labels: []wire.StarterLabel{
		{Name: "web", Color: blue}, {Name: "email", Color: teal}, {Name: "social", Color: pink}, {Name: "press", Color: purple}, {Name: "event", Color: orange},
	},
	Fields: []wire.StarterField{
		{Name: "Channel owner", Type: entry.PersonField, Options: []wire.StarterLabel{}},
		{Name: "Budget", Type: entry.NumberField, Options: []wire.StarterLabel{}},
	},
	Tasks: []wire.StarterTask{
		{
			Title: "Settle the message", Status: "Planned", Priority: entry.High, Labels: []string{},
			Description: "One sentence that everybody can repeat: who it is for, what it does, why now.",
			Subtasks:    []string{"Who it is for", "The one sentence", "Three proofs"},
		},
		{Title: "Landing page", Status: "Planned", Priority: entry.High, Labels: []string{"web"}, Subtasks: []string{"Texts", "Pictures", "Test on a phone"}},
		{Title: "Announcement to customers", Status: "Planned", Priority: entry.Medium, Labels: []string{"email"}, Subtasks: []string{}},
		{Title: "Posts for the day", Status: "Planned", Priority: entry.Medium, Labels: []string{"social"}, Subtasks: []string{}},
		{
			Title: "Launch day", Status: "Planned", Priority: entry.Urgent, Labels: []string{},
			Description: "Give this task its due date first; the calendar then shows what must be ready before it.",
			Subtasks:    []string{"Publish the page", "Send the announcement", "Watch the questions"},
		},
	},
}

var personal = wire.Starter{
	ID: "personal", Name: "Personal", Description: "What to do today, soon and some day.",
	Statuses: []wire.StarterStatus{
		{Name: "Some day", Category: entry.Backlog, Color: gray},
		{Name: "Soon", Category: entry.Todo, Color: blue},
		{Name: "Today", Category: entry.Active, Color: amber, WipLimit: new(int64(5))},
		{Name: "Done", Category: entry.Done, Color: green},
	},
	Labels: []wire.StarterLabel{{Name: "home", Color: teal}, {Name: "errand", Color: orange}, {Name: "health", Color: pink}, {Name: "money", Color: green}},
	Fields: []wire.StarterField{},
	Tasks: []wire.StarterTask{{
		Title: "Look through Soon each morning", Status: "Today", Priority: entry.None, Labels: []string{}, Subtasks: []string{},
		Description: "Move to *Today* what you will really do; its count turns amber beyond five. Give this task a due date and let it repeat each day, and it comes back by itself.",
	}},
}
