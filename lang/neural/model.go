// Package neural is the trained model of the language layer: a six-layer MiniLM encoder (Wang et al. 2020) with int8 weights
// and heads for parts of speech, lemmas, names and Universal Dependencies (biaffine; Dozat and Manning 2017).
//
// The same words give the same bits on every machine: see package kernel.
package neural

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/chancery-project/chancery/lang/neural/kernel"
)

const (
	width  = 384 // of a vector
	inner  = 1536
	heads  = 12 // of attention
	head   = width / heads
	places = 256
	shapes = 8
	arc    = 256
	rel    = 96
)

type layerNorm struct{ gain, bias []float32 }

type layer struct {
	qkv, out, up, down *kernel.Matrix
	norm1, norm2       layerNorm
}

// readout is the set of heads that stands after some layers.
type readout struct {
	layers        int
	all, arc, rel *kernel.Matrix
	relations     int // padded
	root          []float32
	rootArc       []float32
	rootRel       []float32
}

// Model holds the weights; it is safe for concurrent use.
type Model struct {
	ops        *kernel.Ops
	vocabulary vocabulary
	words      []int8
	scales     []float32 // of words
	places     []float32
	cases      []float32
	norm       layerNorm
	layers     []layer
	readouts   []readout // by number of layers
	at         [9]int    // where each section of a readout begins
	labels     labels
	lemmas     lemmaTable
}

type labels struct {
	upos, xpos, names, relations []string
	scripts                      []script
}

// Load reads a model in the format of train/export.py. The Model keeps raw,
// which must not change.
func Load(raw []byte) (*Model, error) {
	return LoadOn(raw, kernel.Paths()[0])
}

// LoadOn is Load with the arithmetic of one of kernel.Paths.
func LoadOn(raw []byte, ops *kernel.Ops) (*Model, error) {
	f, err := openFile(raw)
	if err != nil {
		return nil, err
	}
	m := &Model{ops: ops}
	if err := m.setLabels(f); err != nil {
		return nil, err
	}
	m.vocabulary = newVocabulary(string(f.bytes("vocabulary", "i8", 1)))
	m.lemmas = lemmaTable(f.bytes("lemmas", "i8", 1))
	if len(m.lemmas) > 0 && !strings.HasSuffix(string(m.lemmas), "\n") {
		return nil, errors.New("the lemma table of the language model has no end")
	}
	n := f.Tensors["words.weight"].Shape
	if len(n) != 2 || n[0] < len(m.vocabulary) {
		return nil, fmt.Errorf("the language model has %d word pieces but word vectors of shape %v", len(m.vocabulary), n)
	}
	m.words, m.scales = f.ints("words.weight", n[0], width), f.floats("words.scale", n[0])
	m.places, m.cases, m.norm = f.floats("places", places, width), f.floats("cases", shapes, width), f.norm("norm")
	for i := range f.Exits[len(f.Exits)-1] {
		p := fmt.Sprintf("layers.%d.", i)
		m.layers = append(m.layers, layer{
			qkv: f.matrix(p+"qkv", width, 3*width), out: f.matrix(p+"out", width, width),
			up: f.matrix(p+"up", width, inner), down: f.matrix(p+"down", inner, width),
			norm1: f.norm(p + "norm1"), norm2: f.norm(p + "norm2"),
		})
	}
	for _, n := range f.Exits {
		p := "exits." + strconv.Itoa(n) + "."
		r := readout{layers: n, all: f.matrix(p+"heads", width, m.at[8]), arc: f.matrix(p+"arc", arc, arc), root: f.floats(p+"root", width)}
		r.relations = (len(m.labels.relations) + 7) / 8 * 8
		r.rel = f.matrix(p+"rel", rel, (rel+1)*r.relations)
		m.readouts = append(m.readouts, r)
	}
	if f.err != nil {
		return nil, f.err
	}
	for i := range m.readouts {
		m.hangRoot(&m.readouts[i])
	}
	return m, nil
}

func (m *Model) setLabels(f *file) error {
	l := f.Labels
	m.labels = labels{upos: l["upos"], xpos: l["xpos"], names: l["names"], relations: l["rel"]}
	for _, s := range l["lemma"] {
		script, err := parseScript(s)
		if err != nil {
			return err
		}
		m.labels.scripts = append(m.labels.scripts, script)
	}
	want := []int{len(l["upos"]), len(l["xpos"]), len(l["lemma"]), len(l["names"]), arc, arc, rel, rel}
	if fmt.Sprint(want) != fmt.Sprint(f.Sections) || len(l["rel"]) == 0 || len(l["upos"]) == 0 {
		return fmt.Errorf("heads of the language model have widths %v, its labels want %v", f.Sections, want)
	}
	for i, n := range want {
		m.at[i+1] = m.at[i] + n
	}
	last := 0
	for _, n := range f.Exits {
		if n <= last || n > 48 {
			return fmt.Errorf("the language model has heads after layers %v, want rising numbers", f.Exits)
		}
		last = n
	}
	if last == 0 {
		return fmt.Errorf("the language model has no heads")
	}
	return nil
}

// hangRoot computes what the root's vector, which stands for no word, gives as a head.
func (m *Model) hangRoot(r *readout) {
	var a kernel.Activations
	a.Set(m.ops, 1, width, r.root, width)
	out := kernel.Room(nil, 1, r.all.Width())
	m.ops.Apply(r.all, &a, out)
	r.rootArc = out[m.at[5]:m.at[6]]
	r.rootRel = out[m.at[7]:m.at[8]]
	m.ops.Gelu(r.rootArc)
	m.ops.Gelu(r.rootRel)
}

// Layers lists after how many layers the model can be read, in rising order.
func (m *Model) Layers() []int {
	var out []int
	for _, r := range m.readouts {
		out = append(out, r.layers)
	}
	return out
}

// Path names the arithmetic in use: avx512-vnni, avx2 or plain.
func (m *Model) Path() string { return m.ops.Name }
