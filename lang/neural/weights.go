package neural

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"unsafe"

	"github.com/chancery-project/chancery/lang/neural/kernel"
)

const magic = "CHANCERY LM 1\n"

// header follows the magic and its length (uint32, little-endian): JSON, then
// zeros up to a multiple of 64, then the tensors, each at such a multiple.
type header struct {
	Exits    []int               `json:"exits"` // numbers of layers with heads of their own
	Labels   map[string][]string `json:"labels"`
	Sections []int               `json:"sections"` // widths of upos, xpos, lemma, names, arc child, arc head, relation child, relation head
	Tensors  map[string]tensor   `json:"tensors"`
}

type tensor struct {
	Type  string `json:"type"` // f32 (little-endian) or i8
	At    int    `json:"at"`   // byte after the header's padding
	Shape []int  `json:"shape"`
}

// file reads tensors and keeps the first error.
type file struct {
	header
	body []byte
	err  error
}

func openFile(raw []byte) (*file, error) {
	rest, ok := bytes.CutPrefix(raw, []byte(magic))
	if !ok || len(rest) < 4 {
		return nil, errors.New("not a language model of this version: it does not begin with " + magic[:len(magic)-1])
	}
	n := int(binary.LittleEndian.Uint32(rest))
	at := (len(magic) + 4 + n + 63) / 64 * 64
	if n < 0 || at > len(raw) {
		return nil, errors.New("the language model is cut off in its header")
	}
	f := &file{body: raw[at:]}
	if err := json.Unmarshal(rest[4:4+n], &f.header); err != nil {
		return nil, fmt.Errorf("header of the language model: %w", err)
	}
	return f, nil
}

// bytes returns a tensor's bytes, of the size that the shape says.
func (f *file) bytes(name, kind string, size int, shape ...int) []byte {
	t, ok := f.Tensors[name]
	n := size
	for _, d := range t.Shape {
		if d < 0 || d > 1<<28 {
			d = 0
		}
		n *= d
	}
	want := size
	for _, d := range shape {
		want *= d
	}
	switch {
	case f.err != nil:
	case !ok:
		f.err = fmt.Errorf("the language model has no tensor %s", name)
	case t.Type != kind || len(shape) > 0 && n != want:
		f.err = fmt.Errorf("tensor %s of the language model is %s %v, want %s %v", name, t.Type, t.Shape, kind, shape)
	case t.At < 0 || n < 0 || t.At+n > len(f.body):
		f.err = fmt.Errorf("the language model is cut off in tensor %s", name)
	default:
		return f.body[t.At : t.At+n : t.At+n]
	}
	return make([]byte, want)
}

func (f *file) floats(name string, shape ...int) []float32 {
	raw := f.bytes(name, "f32", 4, shape...)
	out := make([]float32, len(raw)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return out
}

// ints returns an int8 tensor without a copy.
func (f *file) ints(name string, shape ...int) []int8 {
	raw := f.bytes(name, "i8", 1, shape...)
	if len(raw) == 0 {
		return nil
	}
	return unsafe.Slice((*int8)(unsafe.Pointer(&raw[0])), len(raw))
}

func (f *file) matrix(name string, in, out int) *kernel.Matrix {
	width := (out + kernel.Columns - 1) / kernel.Columns * kernel.Columns
	return kernel.NewMatrix(in, out, f.ints(name+".weight", width*in), f.floats(name+".scale", out), f.floats(name+".bias", out))
}

func (f *file) norm(name string) layerNorm {
	return layerNorm{f.floats(name+".gain", width), f.floats(name+".bias", width)}
}
