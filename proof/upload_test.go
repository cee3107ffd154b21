package proof

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"
	"time"

	"tandem/internal/entry"
	"tandem/internal/s3/s3test"
)

var uploadMiB = flag.Int("upload-mib", 24, "how large the file is that is uploaded while the process is killed")

// part is how much of a file is sent at once, in bytes.
const part = 4 << 20

// TestUpload: the process is killed while a file arrives, again and again. What it
// has acknowledged is there afterwards, the sender goes on behind it, and in the
// end the file is attached once and equal to the byte.
func TestUpload(t *testing.T) {
	t.Run("folder", func(t *testing.T) { uploadUnderKills(t, newProgram(t)) })
	t.Run("S3", func(t *testing.T) { uploadUnderKills(t, newProgram(t, "--files", s3test.Address(t))) })
}

func uploadUnderKills(t *testing.T, p *program) {
	task := p.task(t, p.register(t))
	noise := make([]byte, part)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(noise)
	size := int64(*uploadMiB)<<20 + 1
	address := p.begin(t, task, size)
	sum := sha256.New()
	var acknowledged, at int64
	kills := 0
	for at = 0; at < size; {
		if kills < *uploadMiB/4 && rand.IntN(2) == 0 {
			kills++
			ctx, stop := context.WithCancel(t.Context())
			go func() {
				time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond)
				p.child.Process.Kill()
				stop()
			}()
			_, _ = p.send(ctx, "PATCH", address, at, sized(noise, at, size))
			<-ctx.Done()
			p.kill()
			p.start(t)
		} else if _, err := p.send(t.Context(), "PATCH", address, at, sized(noise, at, size)); err != nil {
			t.Fatal(err)
		}
		answer, err := p.send(t.Context(), "HEAD", address, at, nil)
		if err != nil {
			t.Fatal(err)
		}
		at, _ = strconv.ParseInt(answer.Header.Get("Upload-Offset"), 10, 64)
		if at < acknowledged {
			t.Fatalf("%d bytes are there, %d were acknowledged", at, acknowledged)
		}
		acknowledged = at
	}
	for from := int64(0); from < size; from += part {
		sum.Write(sized(noise, from, size))
	}
	p.attached(t, task, address, hex.EncodeToString(sum.Sum(nil)))
	t.Logf("%d MiB, %d kills", *uploadMiB, kills)
}

// sized gives what stands at a byte of the file, up to the end of that part.
func sized(noise []byte, at, size int64) []byte {
	return noise[at%part : min(part, at%part+size-at)]
}

func (p *program) task(t *testing.T, project string) string {
	var made struct{ Task struct{ ID string } }
	if _, err := p.call(t.Context(), "POST", "/api/projects/"+project+"/tasks", map[string]string{"title": "Watch this"}, &made); err != nil {
		t.Fatal(err)
	}
	return made.Task.ID
}

func (p *program) begin(t *testing.T, task string, size int64) string {
	request, _ := http.NewRequestWithContext(t.Context(), "POST", "http://"+p.addr+"/api/tasks/"+task+"/uploads", nil)
	request.Header.Set("Upload-Length", fmt.Sprint(size))
	request.Header.Set("Upload-Metadata", "filename "+base64.StdEncoding.EncodeToString([]byte("film.bin")))
	answer, err := p.do(request)
	if err != nil {
		t.Fatal(err)
	}
	return answer.Header.Get("Location")
}

// send speaks tus; with checksums, half of the time.
func (p *program) send(ctx context.Context, method, address string, at int64, body []byte) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, "http://"+p.addr+address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Upload-Offset", fmt.Sprint(at))
	request.Header.Set("Content-Type", "application/offset+octet-stream")
	if sum := sha256.Sum256(body); method == "PATCH" && rand.IntN(2) == 0 {
		request.Header.Set("Upload-Checksum", "sha256 "+base64.StdEncoding.EncodeToString(sum[:]))
	}
	return p.do(request)
}

func (p *program) do(request *http.Request) (*http.Response, error) {
	request.Header.Set("Authorization", p.token)
	request.Header.Set("Tus-Resumable", "1.0.0")
	answer, err := p.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	raw, _ := io.ReadAll(answer.Body)
	if answer.StatusCode/100 != 2 {
		return nil, fmt.Errorf("%s %s answered %s: %s", request.Method, request.URL.Path, answer.Status, raw)
	}
	return answer, nil
}

// attached attaches an upload, and compares what is then read with a sum.
func (p *program) attached(t *testing.T, task, address, want string) {
	var project struct{ Task struct{ Project string } }
	if _, err := p.call(t.Context(), "GET", "/api/tasks/"+task, nil, &project); err != nil {
		t.Fatal(err)
	}
	file := entry.NewID()
	command := map[string]any{
		"id": entry.NewID(), "kind": "attachment.create", "attachment": file, "task": task, "upload": address[len("/api/uploads/"):],
	}
	for range 2 { // the second is a repeat
		if _, err := p.call(t.Context(), "POST", "/api/projects/"+project.Task.Project+"/commands", map[string]any{"commands": []any{command}}, &struct{}{}); err != nil {
			t.Fatal(err)
		}
	}
	request, _ := http.NewRequestWithContext(t.Context(), "GET", "http://"+p.addr+"/api/attachments/"+file+"/content", nil)
	request.Header.Set("Authorization", p.token)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, answer.Body); err != nil || hex.EncodeToString(sum.Sum(nil)) != want {
		t.Errorf("%s: read %x, sent %s: %v", answer.Status, sum.Sum(nil), want, err)
	}
}
