package app

import (
	"path/filepath"
	"testing"
	"time"

	"tandem/internal/blob"
)

// What is attached, was deleted lately or is on its way stays; what nothing refers to goes.
func TestFiles_swept(t *testing.T) {
	m := openMatrix(t)
	task := m.places[here].ids["task"]
	kept := attachmentOf(t, m.attach("ed", task, "kept.txt", "kept"))
	twice := attachmentOf(t, m.attach("ed", task, "twice.txt", "twice"))
	m.must("ed", "DELETE", "/api/attachments/"+twice.ID, nil)
	again := attachmentOf(t, m.attach("ed", task, "again.txt", "twice"))
	m.must("ed", "DELETE", "/api/attachments/"+attachmentOf(t, m.attach("ed", task, "late.txt", "late")).ID, nil)
	m.uploaded("ed", task, "never attached")
	going := m.begin("ed", task, 10)
	m.wantStatus("half", m.tus("ed", "PATCH", going, "hello", "Upload-Offset", "0"), 204)

	folder, err := blob.OpenFolder(filepath.Join(m.app.settings.Data, "files"))
	if err != nil {
		t.Fatal(err)
	}
	sweep := func(after time.Duration) map[string]bool {
		t.Helper()
		clock := func() time.Time { return time.Now().Add(after) }
		if err := blob.New(blob.Options{Store: folder, Uploads: m.app.store, Clock: clock}).Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		there := map[string]bool{}
		_ = folder.Each(t.Context(), func(sum string, _ time.Time) error { there[sum] = true; return nil })
		return there
	}
	before := sweep(time.Hour)
	m.wantStatus("the other half", m.tus("ed", "PATCH", going, "world", "Upload-Offset", "5"), 204)
	if after := sweep(27 * time.Hour); len(after) != len(before)-1 || !after[kept.SHA256] || !after[again.SHA256] {
		t.Errorf("a day later %d of %d contents", len(after), len(before)) // what was never attached has gone
	}
	if after := sweep(31 * 24 * time.Hour); !after[kept.SHA256] || !after[again.SHA256] || len(after) != len(before)-2 { // and what was deleted then
		t.Errorf("a month later %d of %d contents", len(after), len(before))
	}
	m.wantStatus("expired", m.tus("ed", "HEAD", going, ""), 404)
}
