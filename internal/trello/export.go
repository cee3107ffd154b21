package trello

import (
	"github.com/go-json-experiment/json/jsontext"
)

// export is the file as Trello writes it: the parts that are read, in its
// words. Ids are 24 hex digits, the first eight of them the Unix time at which
// the thing was made. Anything may be missing or null in older files.
type export struct {
	ID           string        `json:"id"`
	Name         string        `json:"name"`
	Desc         string        `json:"desc"`
	Closed       bool          `json:"closed"`
	Prefs        prefs         `json:"prefs"`
	Lists        []list        `json:"lists"`
	Labels       []label       `json:"labels"`
	Cards        []card        `json:"cards"`
	Checklists   []checklist   `json:"checklists"`
	Actions      []action      `json:"actions"` // newest first, at most maxActions
	Members      []member      `json:"members"`
	CustomFields []customField `json:"customFields"`

	// Other files that people take for a board's.
	Boards     jsontext.Value `json:"boards"`     // of a person's or a workspace's export
	IDList     jsontext.Value `json:"idList"`     // of a single card's
	IDPremOrgs jsontext.Value `json:"idPremOrgs"` // of a person's
}

type prefs struct {
	PermissionLevel string `json:"permissionLevel"` // private, org, public
}

type list struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Closed    bool     `json:"closed"`
	Pos       float64  `json:"pos"`
	SoftLimit *float64 `json:"softLimit"`
}

type label struct {
	ID    string `json:"id"`
	Name  string `json:"name"`  // often "": then the colour is its name
	Color string `json:"color"` // "green", "green_dark", "green_light" …; null: none
}

type card struct {
	ID               string            `json:"id"`
	Name             string            `json:"name"`
	Desc             string            `json:"desc"`
	IDList           string            `json:"idList"`
	IDMemberCreator  string            `json:"idMemberCreator"`
	Pos              float64           `json:"pos"`
	Closed           bool              `json:"closed"`
	IsTemplate       bool              `json:"isTemplate"`
	Start            instant           `json:"start"`
	Due              instant           `json:"due"`
	DueComplete      bool              `json:"dueComplete"`
	DateLastActivity instant           `json:"dateLastActivity"`
	DateClosed       instant           `json:"dateClosed"`
	DateCompleted    instant           `json:"dateCompleted"`
	IDMembers        []string          `json:"idMembers"`
	IDMembersVoted   []string          `json:"idMembersVoted"`
	IDLabels         []string          `json:"idLabels"`
	Labels           []label           `json:"labels"` // embedded again; older files have them here only
	Attachments      []attachment      `json:"attachments"`
	CustomFieldItems []customFieldItem `json:"customFieldItems"`
	Badges           badges            `json:"badges"`
}

type badges struct {
	Comments int `json:"comments"`
}

type attachment struct {
	Name     string `json:"name"`
	URL      string `json:"url"`
	IsUpload bool   `json:"isUpload"`
}

type checklist struct {
	ID         string      `json:"id"`
	IDCard     string      `json:"idCard"`
	Name       string      `json:"name"`
	Pos        float64     `json:"pos"`
	CheckItems []checkItem `json:"checkItems"`
}

type checkItem struct {
	ID       string  `json:"id"`
	Name     string  `json:"name"`
	State    string  `json:"state"` // complete, incomplete
	Pos      float64 `json:"pos"`
	Due      instant `json:"due"`
	IDMember string  `json:"idMember"`
}

type member struct {
	ID       string `json:"id"`
	FullName string `json:"fullName"`
	Username string `json:"username"`
}

type customField struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Type    string   `json:"type"` // text, number, date, checkbox, list
	Pos     float64  `json:"pos"`
	Options []option `json:"options"`
}

type option struct {
	ID    string     `json:"id"`
	Value fieldValue `json:"value"` // only Text
}

type customFieldItem struct {
	IDCustomField string     `json:"idCustomField"`
	IDValue       string     `json:"idValue"` // of an option
	Value         fieldValue `json:"value"`
}

// fieldValue has one of these, a string, whatever the field's type.
type fieldValue struct {
	Text    jsontext.Value `json:"text"`
	Number  jsontext.Value `json:"number"`
	Date    jsontext.Value `json:"date"`
	Checked jsontext.Value `json:"checked"`
}

// action is something that happened. Only a few types are of interest; the data
// of the others is not looked into.
type action struct {
	ID              string         `json:"id"`
	Type            string         `json:"type"`
	Date            instant        `json:"date"`
	IDMemberCreator string         `json:"idMemberCreator"`
	MemberCreator   member         `json:"memberCreator"`
	Data            jsontext.Value `json:"data"`
}

type actionData struct {
	Text       string    `json:"text"`
	Card       dataCard  `json:"card"`
	Old        dataOld   `json:"old"`
	ListBefore reference `json:"listBefore"`
	ListAfter  reference `json:"listAfter"`
	CheckItem  reference `json:"checkItem"`
}

type dataCard struct {
	ID          string `json:"id"`
	Closed      bool   `json:"closed"`
	DueComplete bool   `json:"dueComplete"`
}

// dataOld has what an update changed; what it left alone is missing.
type dataOld struct {
	Closed      *bool `json:"closed"`
	DueComplete *bool `json:"dueComplete"`
}

type reference struct {
	ID    string `json:"id"`
	State string `json:"state"`
}
