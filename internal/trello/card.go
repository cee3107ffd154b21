package trello

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"tandem/internal/importing"
)

// addCards makes the tasks, in the order of their places in their lists.
func (c *conversion) addCards() {
	for i := range c.Cards {
		card := &c.Cards[i]
		switch {
		case card.IsTemplate:
			c.lost.templates.add(card.Name)
		case c.lists[card.IDList] == nil:
			c.lost.homeless.add(card.Name)
		default:
			c.board.Tasks = append(c.board.Tasks, c.task(card))
		}
	}
}

func (c *conversion) task(card *card) importing.Task {
	past := c.past(card.ID)
	task := importing.Task{
		ID: card.ID, Title: card.Name, Description: c.describe(card), Status: card.IDList,
		Labels: c.labelsOf(card), Assignees: c.assigneesOf(card.IDMembers),
		StartDate: c.day(card.Start), DueDate: c.day(card.Due),
		Creator: cmp.Or(past.creator, card.IDMemberCreator), CreatedAt: first(madeAt(card.ID), past.created),
		Moves: past.moves, Comments: past.comments,
		Done: card.DueComplete, DoneAt: first(card.DateCompleted.Time, past.done),
		Archived: card.Closed || c.lists[card.IDList].Closed, ArchivedAt: first(card.DateClosed.Time, past.closed),
		LastAt: card.DateLastActivity.Time,
	}
	c.lost.note(card)
	if missing := card.Badges.Comments - len(past.comments) - past.emptyComments; missing > 0 {
		c.lost.comments += missing
	}
	return task
}

// first gives the first time that is known.
func first(times ...time.Time) time.Time {
	for _, at := range times {
		if !at.IsZero() {
			return at
		}
	}
	return time.Time{}
}

// labelsOf reads no more than a card can have, whatever the file says.
func (c *conversion) labelsOf(card *card) []string {
	const most = 1000
	ids := slices.Clone(card.IDLabels[:min(len(card.IDLabels), most)])
	for _, l := range card.Labels[:min(len(card.Labels), most)] {
		if l.ID != "" && !slices.Contains(ids, l.ID) {
			ids = append(ids, l.ID)
		}
	}
	return ids
}

// assigneesOf also makes sure that everyone assigned is known as a member.
func (c *conversion) assigneesOf(ids []string) []string {
	for _, id := range ids {
		c.belong(member{ID: id})
	}
	return ids
}

// addCheckItems makes the subtasks, card by card in the order of their checklists.
func (c *conversion) addCheckItems() {
	byCard := make(map[string][]*checklist)
	for i := range c.Checklists {
		byCard[c.Checklists[i].IDCard] = append(byCard[c.Checklists[i].IDCard], &c.Checklists[i])
	}
	for i := range c.board.Tasks { // only cards so far
		parent := &c.board.Tasks[i]
		lists := byCard[parent.ID]
		slices.SortStableFunc(lists, func(a, b *checklist) int { return cmp.Compare(a.Pos, b.Pos) })
		for _, list := range lists {
			slices.SortStableFunc(list.CheckItems, func(a, b checkItem) int { return cmp.Compare(a.Pos, b.Pos) })
			for j := range list.CheckItems {
				c.board.Tasks = append(c.board.Tasks, c.subtask(c.board.Tasks[i], list, &list.CheckItems[j], len(lists) > 1))
			}
		}
	}
}

// subtask stands nowhere by itself: the plan puts it among what is to do or done.
func (c *conversion) subtask(parent importing.Task, list *checklist, item *checkItem, several bool) importing.Task {
	task := importing.Task{
		ID: item.ID, Parent: parent.ID, Title: item.Name, CreatedAt: madeAt(item.ID), Creator: parent.Creator,
		DueDate: c.day(item.Due), LastAt: parent.LastAt, Archived: parent.Archived, ArchivedAt: parent.ArchivedAt,
	}
	if strings.EqualFold(item.State, "complete") {
		task.Done, task.DoneAt = true, c.checked[item.ID]
	}
	if name := strings.TrimSpace(list.Name); name != "" && (several || !strings.EqualFold(name, "checklist")) {
		task.Description = fmt.Sprintf("Checklist: %s", importing.Escape(name))
	}
	if item.IDMember != "" {
		task.Assignees = c.assigneesOf([]string{item.IDMember})
	}
	return task
}
