package wire

import (
	"strconv"

	"github.com/go-json-experiment/json"

	"tandem/internal/entry"
)

// Snapshot is a project as of a seq: all that a board shows. Its tasks have no
// descriptions and are neither archived nor deleted; they stand in board order.
type Snapshot struct {
	Epoch     string            `json:"epoch"`
	Seq       int64             `json:"seq"`
	Project   *entry.Project    `json:"project"`
	Statuses  []*entry.Status   `json:"statuses"` // archived ones too, in board order
	Labels    []*entry.Label    `json:"labels"`
	Fields    []*entry.Field    `json:"fields"`    // in their order
	Templates []*entry.Template `json:"templates"` // by name; empty for visitors
	Views     []*entry.View     `json:"views"`     // shared ones, by name; empty for visitors
	Members   []*entry.Member   `json:"members"`   // everyone with access
	Tasks     []*entry.Task     `json:"tasks"`
}

// bytesPerTask is about what a task takes in a snapshot.
const bytesPerTask = 760

// AppendJSON writes the snapshot.
func (s *Snapshot) AppendJSON(dst []byte) ([]byte, error) {
	if free := cap(dst) - len(dst); free < bytesPerTask*len(s.Tasks) {
		dst = append(make([]byte, 0, len(dst)+bytesPerTask*(len(s.Tasks)+16)), dst...)
	}
	dst = appendText(dst, `{"epoch":`, s.Epoch)
	dst = append(dst, `,"seq":`...)
	dst = strconv.AppendInt(dst, s.Seq, 10)
	for _, part := range []struct {
		name  string
		value any
	}{{`,"project":`, s.Project}, {`,"statuses":`, s.Statuses}, {`,"labels":`, s.Labels}, {`,"fields":`, s.Fields}, {`,"templates":`, s.Templates}, {`,"views":`, s.Views}, {`,"members":`, s.Members}} {
		raw, err := json.Marshal(part.value)
		if err != nil {
			return nil, err
		}
		dst = append(append(dst, part.name...), raw...)
	}
	dst = append(dst, `,"tasks":[`...)
	for i, t := range s.Tasks {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendTask(dst, t, WithoutDescription)
	}
	return append(dst, `]}`...), nil
}
