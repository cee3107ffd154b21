//go:build ignore

// Generate writes the boards of this folder: the shapes of real exports with
// people and words that nobody has. Run it here: go run generate.go
package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

type object = map[string]any
type array = []any

var start = time.Date(2024, 3, 4, 9, 0, 0, 0, time.UTC)

func main() {
	write("typical", typical())
	write("closed-lists", closedLists())
	write("thousand-actions", thousandActions())
	write("no-done-list", noDoneList())
	write("old", old())
	write("custom-fields", customFields())
	write("hostile-links", hostileLinks())
	write("account", account())
	write("card", card(1, 1, "A card by itself", day(1), object{"actions": array{}, "checklists": array{}}))
	write("wrong-types", wrongTypes())
	write("same-id", sameID())
	raw("broken", `{"id":"`+id(0, 0, start)+`","name":"Cut off","lists":[{"id":"`+id(1, 1, start)+`","name":"To Do","closed":fal`)
	raw("deep", `{"id":"x","name":"Deep","lists":[],"cards":[],"pluginData":`+strings.Repeat("[", 200)+strings.Repeat("]", 200)+`}`)
	raw("web-page", "<!DOCTYPE html>\n<html><title>Log in to Trello</title></html>\n")
}

func day(n int) time.Time { return start.AddDate(0, 0, n) }

func iso(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// id makes an id as Trello does: the time, then what tells things apart.
func id(kind, n int, at time.Time) string { return fmt.Sprintf("%08x%04x%012x", at.Unix(), kind, n) }

func boardID() string       { return id(0, 1, start) }
func listID(n int) string   { return id(1, n, start) }
func labelID(n int) string  { return id(2, n, start) }
func personID(n int) string { return fmt.Sprintf("5a00000000000000000000%02x", n) }

var people = []object{
	{"id": personID(1), "fullName": "Mira Halvorsen", "username": "mira_h"},
	{"id": personID(2), "fullName": "Tomás Okafor", "username": "tomasokafor"},
	{"id": personID(3), "fullName": "Jun Abernathy", "username": "junab"},
	{"id": personID(4), "fullName": "Priya *Star* Lund", "username": "priyalund"},
}

func merge(objects ...object) object {
	all := object{}
	for _, o := range objects {
		for k, v := range o {
			all[k] = v
		}
	}
	return all
}

func board(name string, parts object) object {
	return merge(object{
		"id": boardID(), "nodeId": "ari:cloud:trello::board/workspace/0/" + boardID(), "name": name, "desc": "", "descData": nil, "closed": false,
		"dateClosed": nil, "idOrganization": "59000000000000000000000a", "idEnterprise": nil, "limits": object{}, "pinned": false, "starred": false,
		"url": "https://trello.com/b/AbCdEfGh/board", "shortLink": "AbCdEfGh", "shortUrl": "https://trello.com/b/AbCdEfGh",
		"prefs":      object{"permissionLevel": "private", "voting": "disabled", "background": "blue", "backgroundColor": "#0079BF"},
		"labelNames": object{"green": "", "yellow": "", "orange": "", "red": "Bug", "purple": "", "blue": ""},
		"powerUps":   array{}, "dateLastActivity": iso(day(40)), "ixUpdate": "123", "creationMethod": nil, "templateGallery": nil,
		"lists": array{}, "cards": array{}, "labels": array{}, "checklists": array{}, "actions": array{}, "members": people, "memberships": array{},
		"customFields": array{}, "pluginData": array{},
	}, parts)
}

func list(n int, name string, pos float64, more object) object {
	return merge(object{
		"id": listID(n), "name": name, "closed": false, "color": nil, "idBoard": boardID(), "pos": pos, "subscribed": false, "softLimit": nil,
		"type": nil, "datasource": object{"filter": false}, "creationMethod": nil,
	}, more)
}

func label(n int, name string, color any) object {
	return object{"id": labelID(n), "idBoard": boardID(), "name": name, "color": color, "uses": 1}
}

func card(n, in int, name string, made time.Time, more object) object {
	return merge(object{
		"id": id(3, n, made), "address": nil, "checkItemStates": nil, "closed": false, "coordinates": nil, "creationMethod": nil,
		"dateLastActivity": iso(made.Add(time.Hour)), "desc": "", "descData": object{"emoji": object{}}, "due": nil, "dueComplete": false, "dueReminder": nil,
		"email": nil, "idAttachmentCover": nil, "idBoard": boardID(), "idChecklists": array{}, "idLabels": array{}, "idList": listID(in), "idMembers": array{},
		"idMembersVoted": array{}, "idShort": n, "isTemplate": false, "labels": array{}, "limits": object{}, "manualCoverAttachment": false, "name": name,
		"pos": float64(n) * 16384, "shortLink": fmt.Sprintf("c%07d", n), "shortUrl": fmt.Sprintf("https://trello.com/c/c%07d", n), "start": nil,
		"subscribed": false, "url": fmt.Sprintf("https://trello.com/c/c%07d/%d", n, n), "cover": object{"color": nil, "idAttachment": nil, "size": "normal"},
		"attachments": array{}, "pluginData": array{}, "customFieldItems": array{},
		"badges": object{"attachments": 0, "checkItems": 0, "checkItemsChecked": 0, "comments": 0, "votes": 0, "due": nil, "start": nil},
	}, more)
}

func comments(n int) object { return object{"badges": object{"comments": n}} }

// action has the person's names unless who is 0.
func action(n int, kind string, who int, at time.Time, data object) object {
	a := object{"id": id(4, n, at), "idMemberCreator": personID(who), "type": kind, "date": iso(at), "appCreator": nil, "limits": object{},
		"data": merge(object{"board": object{"id": boardID(), "name": "Board", "shortLink": "AbCdEfGh"}}, data)}
	if who > 0 && who <= len(people) {
		a["memberCreator"] = merge(people[who-1], object{"initials": "X", "activityBlocked": false, "nonPublic": object{}})
	}
	return a
}

func of(n int, made time.Time) object {
	return object{"id": id(3, n, made), "name": "Card", "idShort": n, "shortLink": fmt.Sprintf("c%07d", n)}
}

func moved(n, who, cardNo int, made, at time.Time, from, to int) object {
	return action(n, "updateCard", who, at, object{
		"card": merge(of(cardNo, made), object{"idList": listID(to)}), "old": object{"idList": listID(from)},
		"listBefore": object{"id": listID(from), "name": "Before"}, "listAfter": object{"id": listID(to), "name": "After"},
	})
}

func comment(n, who, cardNo int, made, at time.Time, text string) object {
	return action(n, "commentCard", who, at, object{"card": of(cardNo, made), "list": object{"id": listID(1), "name": "L"}, "text": text, "textData": object{"emoji": object{}}})
}

func created(n, who, cardNo int, made time.Time, in int) object {
	return action(n, "createCard", who, made, object{"card": of(cardNo, made), "list": object{"id": listID(in), "name": "L"}})
}

func typical() object {
	return board("Spring fair", object{
		"desc":  "What it takes to open the gates on **1 May**.",
		"prefs": object{"permissionLevel": "org"},
		"lists": array{
			list(4, "Done 🎉", 65535.5, nil), list(1, "Ideas", 1024, nil),
			list(2, "To Do", 2048.25, object{"softLimit": 5}), list(3, "Doing", 4096, object{"softLimit": 3}),
		},
		"labels": array{label(1, "Bug", "red"), label(2, "", "green"), label(3, "", "blue_dark"), label(4, "Money", "yellow_light"), label(5, "", nil)},
		"cards": array{
			card(1, 4, "Book the field", day(1), object{
				"dateLastActivity": iso(day(9)), "due": iso(day(12)), "dueComplete": true, "dueReminder": 1440, "idMembers": array{personID(1), personID(2)},
				"idLabels": array{labelID(2), labelID(4)}, "labels": array{label(2, "", "green"), label(4, "Money", "yellow_light")}, "badges": object{"comments": 2},
				"desc": "Ask the council.\n\n- [ ] form A\n- [ ] form B",
			}),
			card(2, 3, "Find someone for the stage", day(2), object{"dateLastActivity": iso(day(20)), "idMembers": array{personID(3)}, "start": iso(day(3)), "pos": 999.5, "badges": object{"comments": 1}}),
			card(3, 2, "Print posters", day(3), object{"idChecklists": array{id(5, 1, day(4)), id(5, 2, day(4))}, "pos": 300}),
			card(4, 2, "Lemonade", day(3), object{"pos": 200, "idMembers": array{personID(4)}}),
			card(5, 1, "A balloon ride?", day(5), object{"idMembersVoted": array{personID(1)}}),
			card(6, 1, "Card of a fair", day(5), object{"isTemplate": true}),
			card(7, 4, "Choose a date", day(0), object{"closed": true, "dateLastActivity": iso(day(2))}),
			card(8, 3, "Insurance", day(6), object{"due": iso(day(8)), "dueComplete": true, "dateLastActivity": iso(day(8)), "pos": 100}),
			card(9, 99, "Left behind", day(6), nil),
		},
		"checklists": array{
			object{"id": id(5, 2, day(4)), "idBoard": boardID(), "idCard": id(3, 3, day(3)), "name": "Where they hang", "pos": 32768, "checkItems": array{
				object{"id": id(6, 3, day(4)), "idChecklist": id(5, 2, day(4)), "name": "Library", "state": "incomplete", "pos": 1, "due": nil, "idMember": nil, "nameData": nil},
			}},
			object{"id": id(5, 1, day(4)), "idBoard": boardID(), "idCard": id(3, 3, day(3)), "name": "Checklist", "pos": 16384, "checkItems": array{
				object{"id": id(6, 2, day(4)), "idChecklist": id(5, 1, day(4)), "name": "Order paper", "state": "incomplete", "pos": 200, "due": iso(day(10)), "idMember": personID(2)},
				object{"id": id(6, 1, day(4)), "idChecklist": id(5, 1, day(4)), "name": "Draw a picture", "state": "complete", "pos": 100, "due": nil, "idMember": nil},
			}},
		},
		"actions": array{
			comment(12, 9, 2, day(2), day(19), "From someone who left no name"),
			action(11, "deleteCard", 1, day(18), object{"card": object{"id": id(3, 77, day(1)), "idShort": 77}}),
			comment(10, 2, 77, day(1), day(17), "On a card that is gone"),
			action(9, "copyCommentCard", 4, day(9), object{"card": of(1, day(1)), "text": "Copied from **another** card"}),
			moved(8, 2, 1, day(1), day(8), 3, 4),
			action(7, "updateCheckItemStateOnCard", 1, day(7), object{"card": of(3, day(3)), "checkItem": object{"id": id(6, 1, day(4)), "name": "Draw a picture", "state": "complete"}}),
			comment(6, 1, 1, day(1), day(5), "The council said *yes* :tada:"),
			moved(5, 1, 1, day(1), day(4), 2, 3),
			moved(4, 3, 2, day(2), day(3), 2, 3),
			moved(3, 1, 1, day(1), day(2), 1, 2),
			action(2, "updateCard", 1, day(2), object{"card": merge(of(7, day(0)), object{"closed": true}), "old": object{"closed": false}}),
			created(1, 1, 1, day(1), 1),
			action(0, "createBoard", 1, start, object{}),
		},
	})
}

func closedLists() object {
	return board("Half put away", object{
		"lists": array{list(1, "Sprint 1", 1, object{"closed": true}), list(2, "Done in March", 2, object{"closed": true}), list(3, "Now", 3, nil)},
		"cards": array{
			card(1, 1, "In a closed list", day(1), nil), card(2, 2, "Finished long ago", day(1), object{"dueComplete": true, "due": iso(day(2))}),
			card(3, 3, "Here", day(2), nil), card(4, 3, "Complete, with nowhere to be", day(3), object{"dueComplete": true}),
			card(5, 3, "Put away by itself", day(3), object{"closed": true, "dateClosed": iso(day(5))}),
		},
	})
}

// thousandActions is full: its older comments and moves are not in the file.
// The actions hold only what a reader needs, so that the file stays small.
func thousandActions() object {
	var cards, actions array
	for n := 1; n <= 30; n++ {
		cards = append(cards, object{"id": id(3, n, day(n/3)), "name": fmt.Sprintf("Card %d", n), "idList": listID(1 + n%4), "pos": n, "dateLastActivity": iso(day(39)), "badges": object{"comments": 20}})
	}
	for n := 999; n >= 0; n-- { // newest first
		at, cardNo := day(10).Add(time.Duration(n)*40*time.Minute), 1+n%30
		a := object{"id": id(4, n, at), "date": iso(at), "idMemberCreator": personID(1 + n%4)}
		if n%2 == 0 {
			a["type"], a["data"] = "commentCard", object{"card": object{"id": id(3, cardNo, day(cardNo/3))}, "text": fmt.Sprintf("Comment %d", n)}
		} else {
			a["type"], a["data"] = "updateCard", object{"card": object{"id": id(3, cardNo, day(cardNo/3))}, "listBefore": object{"id": listID(1 + (n/30)%4)}, "listAfter": object{"id": listID(1 + (n/30+1)%4)}}
		}
		actions = append(actions, a)
	}
	return board("Very busy", object{
		"lists": array{list(1, "Backlog", 1, nil), list(2, "To Do", 2, nil), list(3, "In Progress", 3, nil), list(4, "Done", 4, nil)},
		"cards": cards, "actions": actions, "members": people[:2],
	})
}

func noDoneList() object {
	return board("Kitchen", object{
		"lists":   array{list(1, "Stove", 2, nil), list(2, "Fridge", 1, nil)},
		"cards":   array{card(1, 1, "Descale", day(1), object{"dueComplete": true, "dateCompleted": iso(day(3))}), card(2, 2, "", day(1), nil), card(3, 2, strings.Repeat("Very long title ", 60), day(1), nil)},
		"members": array{},
	})
}

// old has what the exports of 2015 had: labels in cards only, no fields, no start.
func old() object {
	return object{
		"id": boardID(), "name": "From long ago", "desc": "", "closed": true, "idOrganization": nil, "url": "https://trello.com/b/x",
		"prefs": object{"permissionLevel": "public"}, "lists": array{object{"id": listID(1), "name": "やること", "closed": false, "pos": 1}, object{"id": listID(2), "name": "完了", "closed": false, "pos": 2}},
		"cards": array{object{"id": id(3, 1, day(1)), "name": "古いカード", "desc": "", "closed": false, "idList": listID(2), "pos": 1, "due": "", "idMembers": array{personID(1)},
			"labels": array{object{"id": labelID(1), "name": "", "color": "lime"}}, "badges": object{"comments": 1}}},
		"actions": array{object{"id": id(4, 1, day(2)), "type": "commentCard", "date": iso(day(2)), "idMemberCreator": personID(1), "data": object{"text": "はい", "card": object{"id": id(3, 1, day(1))}}}},
		"members": array{people[0]},
	}
}

func customFields() object {
	field := func(n int, name, kind string, options array) object {
		return object{"id": id(7, n, start), "idModel": boardID(), "modelType": "board", "fieldGroup": "x", "display": object{"cardFront": true}, "name": name, "pos": n, "options": options, "type": kind, "limits": object{}}
	}
	item := func(n int, value, option any) object {
		return object{"id": id(8, n, start), "value": value, "idValue": option, "idCustomField": id(7, n, start), "idModel": id(3, 1, day(1)), "modelType": "card"}
	}
	return board("With fields", object{
		"lists": array{list(1, "To Do", 1, nil)},
		"cards": array{card(1, 1, "All kinds", day(1), object{"desc": "Text above.", "customFieldItems": array{
			item(5, nil, id(9, 2, start)), item(1, object{"text": "*bold* words"}, nil), item(2, object{"number": "100.32"}, nil),
			item(3, object{"date": "2024-05-01T10:00:00.000Z"}, nil), item(4, object{"checked": "true"}, nil), item(99, object{"text": "of no field"}, nil),
		}})},
		"customFields": array{
			field(1, "Note", "text", nil), field(2, "Price", "number", nil), field(3, "Delivery", "date", nil), field(4, "Paid", "checkbox", nil),
			field(5, "Size", "list", array{object{"id": id(9, 1, start), "value": object{"text": "S"}, "color": "none", "pos": 1}, object{"id": id(9, 2, start), "value": object{"text": "XL"}, "color": "red", "pos": 2}}),
		},
	})
}

func hostileLinks() object {
	link := func(name, url string) object {
		return object{"id": id(10, len(url), start), "name": name, "url": url, "bytes": nil, "mimeType": nil, "isUpload": false, "pos": 1, "date": iso(start), "previews": array{}}
	}
	return board("Links", object{
		"lists": array{list(1, "To Do", 1, nil)},
		"cards": array{card(1, 1, "Many links", day(1), object{"desc": "[a](javascript:alert(1)) <JavaScript:alert(2)> [b](https://example.org/javascript:x)\n\n[c]: data:text/html,x", "attachments": array{
			link("Minutes", "https://example.org/minutes?a=1&b=(2)"), link("https://example.org/a b", "https://example.org/a b>c"), link("Click", "javascript:alert(1)"),
			link("Click too", "java\nscript:alert(1)"), link("Data", "data:text/html,<script>alert(1)</script>"), link("](javascript:alert(1))", "HTTPS://example.org/"),
			link("Mail", "mailto:someone@example.org"), link("File", "file:///etc/passwd"), link("Relative", "//example.org/x"), link("No host", "https:example"),
			object{"id": id(10, 1, start), "name": "plan.pdf", "url": "http://169.254.169.254/latest/meta-data", "bytes": 1234, "mimeType": "application/pdf", "isUpload": true, "previews": array{}},
		}})},
	})
}

func account() object {
	return merge(people[0], object{"email": "mira@example.org", "idPremOrgsAdmin": array{}, "boards": array{object{"id": boardID(), "name": "One"}, object{"id": id(0, 2, start), "name": "Two"}}, "organizations": array{}, "cards": array{}, "actions": array{}})
}

func wrongTypes() object {
	return board("Wrong", object{"lists": array{list(1, "To Do", 1, nil)}, "cards": array{card(1, 1, "Fine", day(1), nil), card(2, 1, "Not fine", day(1), object{"idMembers": object{"a": 1}})}})
}

func sameID() object {
	return board("Twice", object{"lists": array{list(1, "To Do", 1, nil)}, "cards": array{card(1, 1, "One", day(1), nil), card(1, 1, "Another", day(1), nil)}})
}

func write(name string, value any) {
	text, err := json.Marshal(value, json.Deterministic(true), jsontext.WithIndent(" "))
	if err != nil {
		panic(err)
	}
	if len(text) > 100_000 {
		text, _ = json.Marshal(value, json.Deterministic(true))
	}
	raw(name, string(text)+"\n")
}

func raw(name, text string) {
	if err := os.WriteFile(name+".json", []byte(text), 0o644); err != nil {
		panic(err)
	}
}
