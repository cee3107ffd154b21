package words

import "testing"

func TestPlain(t *testing.T) {
	for markdown, want := range map[string]string{
		"":                                 "",
		"Hello @mara, see #WEB-2":          "Hello @mara, see #WEB-2",
		"**Thanks**, _all_ of `you`":       "Thanks, all of you",
		"***both***":                       "both",
		"~~old~~ new":                      "old new",
		"# Plan\n\n- [x] one\n- two\n3. x": "Plan\n\none\ntwo\nx",
		"> quoted\n> more\n\nanswer":       "quoted\nmore\n\nanswer",
		"[the page](https://a.example/x \"t\") and ![a cat](/c.png)": "the page and a cat",
		"```go\nx := 1\n```":                "x := 1",
		"snake_case_name and 2 * 3 * 4":     "snake_case_name and 2 * 3 * 4",
		"__init__ stays? and a__b__c does":  "init stays? and a__b__c does",
		`\*not bold\* \\`:                   `*not bold* \`,
		"**cut in the mid":                  "**cut in the mid",
		"[no link] (here) - and - no list":  "[no link] (here) - and - no list",
		"#12 is a number, #WEB-1 is a task": "#12 is a number, #WEB-1 is a task",
	} {
		if got := Plain(markdown); got != want {
			t.Errorf("Plain(%q) = %q, want %q", markdown, got, want)
		}
	}
}
