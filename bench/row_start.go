//go:build linux

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// measureStart: how small and how soon. The limit is a bare net/http program.
func measureStart(r *run) ([]line, error) {
	info, err := os.Stat(r.binary)
	if err != nil {
		return nil, err
	}
	bare, err := startBare("echo:100")
	if err != nil {
		return nil, err
	}
	defer bare.stop()
	data, err := os.MkdirTemp(filepath.Dir(r.binary), "bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(data)
	var took []time.Duration
	memory := 0
	for i := range 6 {
		s, err := r.startProduct(data)
		if err != nil {
			return nil, err
		}
		if i > 0 { // the first one makes the database
			took = append(took, s.started)
		}
		if i == 5 {
			time.Sleep(3 * time.Second)
			if memory, err = s.resident(); err != nil {
				return nil, err
			}
		}
		s.stop()
	}
	time.Sleep(time.Second)
	bareMemory, err := bare.resident()
	if err != nil {
		return nil, err
	}
	started := quantile(took, 0.5)
	return []line{
		{"start to first answer", ms(started), "bare net/http " + ms(bare.started), "80 ms", started <= 80*time.Millisecond},
		{"idle memory", mb(memory), "bare net/http " + mb(bareMemory), "30 MB", memory <= 30e6},
		{"binary", mb(int(info.Size())), "–", "45 MB", info.Size() <= 45e6},
	}, nil
}

func mb(bytes int) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }
