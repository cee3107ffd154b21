package doc

// Update is one person's changes on top of a version of a text.
type Update struct {
	Client  string // the editor that they come from
	ID      int64  // counts that editor's updates: 1, 2, 3 …
	Changes Changes
}

// Rebase moves updates of one client, made on top of an older version, over what
// was accepted since, as @codemirror/collab does. Those that are among the
// accepted already are left out. ErrMisfit where they do not fit.
func Rebase(updates, over []Update) ([]Update, error) {
	var others Changes
	any, own := false, 0
	var err error
	for i := range over {
		if own < len(updates) && over[i].Client == updates[own].Client {
			if any {
				others, err = others.Map(updates[own].Changes, true)
			}
			own++
		} else if !any {
			others, any = over[i].Changes, true
		} else {
			others, err = others.Compose(over[i].Changes)
		}
		if err != nil {
			return nil, err
		}
	}
	updates = updates[own:]
	if !any {
		return updates, nil
	}
	rebased := make([]Update, len(updates))
	for i, u := range updates {
		rebased[i] = u
		if rebased[i].Changes, err = u.Changes.Map(others, false); err != nil {
			return nil, err
		}
		if others, err = others.Map(u.Changes, true); err != nil {
			return nil, err
		}
	}
	return rebased, nil
}
