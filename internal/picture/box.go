package picture

import (
	"encoding/binary"
	"io"
)

// maxBoxes is how many boxes of an MP4 are passed on the way to its duration.
const maxBoxes = 200

// mp4Seconds reads an MP4 (ISO 14496-12): the longest of what its film header and
// that of its fragments say.
func mp4Seconds(file io.ReadSeeker) float64 {
	walk := &boxes{file: file}
	end, err := file.Seek(0, io.SeekEnd)
	if err != nil || !walk.in(0, end, 0) || walk.scale == 0 {
		return 0
	}
	return walk.longest / walk.scale
}

type boxes struct {
	file           io.ReadSeeker
	passed         int
	scale, longest float64 // units a second, and units
}

// in walks the boxes between two bytes; false: they are broken, or too many.
func (b *boxes) in(at, end int64, depth int) bool {
	for at+8 <= end {
		if b.passed++; b.passed > maxBoxes {
			return false
		}
		head := b.read(at, 16)
		if len(head) < 8 {
			return false
		}
		size, skip := int64(binary.BigEndian.Uint32(head)), int64(8)
		switch {
		case size == 1 && len(head) == 16:
			size, skip = int64(binary.BigEndian.Uint64(head[8:])), 16
		case size == 0:
			size = end - at
		}
		if size < skip || size > end-at {
			return false
		}
		switch kind := string(head[4:8]); kind {
		case "moof":
			return true // the film itself
		case "moov", "mvex":
			if depth > 1 || !b.in(at+skip, at+size, depth+1) {
				return false
			}
		case "mvhd", "mehd":
			b.header(kind, b.read(at+skip, 32))
		}
		at += size
	}
	return true
}

// header reads a film's header, or that of its fragments.
func (b *boxes) header(kind string, raw []byte) {
	if len(raw) < 32 {
		raw = append(raw, make([]byte, 32-len(raw))...)
	}
	wide := raw[0] == 1
	at := 4
	if kind == "mvhd" {
		at = 12
		if wide {
			at = 20
		}
		b.scale = float64(binary.BigEndian.Uint32(raw[at:]))
		at += 4
	}
	length := uint64(binary.BigEndian.Uint32(raw[at:]))
	if wide {
		length = binary.BigEndian.Uint64(raw[at:])
	}
	b.longest = max(b.longest, float64(length))
}

func (b *boxes) read(at int64, n int) []byte {
	if _, err := b.file.Seek(at, io.SeekStart); err != nil {
		return nil
	}
	raw := make([]byte, n)
	n, _ = io.ReadFull(b.file, raw)
	return raw[:n]
}
