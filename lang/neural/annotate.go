package neural

import (
	"fmt"
	"slices"

	"github.com/chancery-project/chancery/lang/neural/kernel"
)

// Word is what the model says about one word of a sentence.
type Word struct {
	UPOS     string // Universal part of speech
	XPOS     string // Penn Treebank tag
	Lemma    string
	Head     int    // the word it depends on, from 1; 0 for the root
	Relation string // Universal Dependencies relation, with its subtype
	Name     string // O, or B- or I- with PER, ORG, GPE, LOC, FAC, NORP, EVENT, LAW or TITLE
}

const (
	longest = 200 // pieces read at once; a longer sentence is read in stretches
	batch   = 96  // pieces after which a batch is full
)

// Annotator runs a Model in one goroutine. Its memory is bounded by the
// longest batch.
type Annotator struct {
	m       *Model
	readout *readout
	b       buffers
	follows [][]int
	votes   []vote
	// The readout's outputs.
	heads, arcs, keys, scores, rels, pair []float32
	codes                                 kernel.Activations
}

// Annotator returns one that reads the model after some layers (see Layers);
// 0 means all of them.
func (m *Model) Annotator(layers int) (*Annotator, error) {
	if layers == 0 {
		layers = len(m.layers)
	}
	i := slices.IndexFunc(m.readouts, func(r readout) bool { return r.layers == layers })
	if i < 0 {
		return nil, fmt.Errorf("the language model can be read after %v layers, not after %d", m.Layers(), layers)
	}
	return &Annotator{m: m, readout: &m.readouts[i], follows: follows(m.labels.names)}, nil
}

// Clone returns an Annotator of the same model for another goroutine.
func (a *Annotator) Clone() *Annotator {
	return &Annotator{m: a.m, readout: a.readout, follows: a.follows, votes: a.votes}
}

// Annotate returns a Word for each word of each sentence. Which sentences
// stand together changes nothing.
func (a *Annotator) Annotate(sentences [][]string) [][]Word {
	out := make([][]Word, len(sentences))
	var segments []segment
	var forms [][]string
	var owner []int
	pieces := 0
	flush := func() {
		for i, words := range a.read(segments, forms) {
			out[owner[i]] = appendStretch(out[owner[i]], words)
		}
		segments, forms, owner, pieces = segments[:0], forms[:0], owner[:0], 0
	}
	for i, words := range sentences {
		for len(words) > 0 {
			s, n := a.m.segment(words)
			if pieces > 0 && pieces+len(s.ids) > batch {
				flush()
			}
			segments, forms, owner = append(segments, s), append(forms, words[:n]), append(owner, i)
			pieces += len(s.ids)
			words = words[n:]
		}
	}
	if pieces > 0 {
		flush()
	}
	return out
}

// appendStretch joins the next stretch of a long sentence to what stands
// before it: its root hangs on the first root.
func appendStretch(before, words []Word) []Word {
	if len(before) == 0 {
		return words
	}
	offset := len(before)
	root := 1 + slices.IndexFunc(before, func(w Word) bool { return w.Head == 0 })
	for _, w := range words {
		if w.Head == 0 {
			w.Head, w.Relation = root, "parataxis"
		} else {
			w.Head += offset
		}
		before = append(before, w)
	}
	return before
}

// segment returns the pieces of as many words as may be read at once. A
// sentence that is cut is cut after a mark, if the last third has one.
func (m *Model) segment(words []string) (segment, int) {
	s := segment{ids: []int32{start}, shapes: []uint8{0}}
	mark := 0
	for i, w := range words {
		ids := m.vocabulary.pieces(w)
		if len(s.ids)+len(ids)+1 > longest && i > 0 {
			if mark > 0 && mark < i {
				at := s.first[mark]
				s.ids, s.shapes, s.first = s.ids[:at], s.shapes[:at], s.first[:mark]
			}
			break
		}
		s.first = append(s.first, int32(len(s.ids)))
		class := uint8(shape(w))
		for _, id := range ids {
			s.ids, s.shapes = append(s.ids, id), append(s.shapes, class)
		}
		if class == 0 && len(s.ids) > longest*2/3 {
			mark = i + 1
		}
	}
	s.ids, s.shapes = append(s.ids, end), append(s.shapes, 0)
	return s, len(s.first)
}

// read annotates one batch.
func (a *Annotator) read(segments []segment, forms [][]string) [][]Word {
	m, r := a.m, a.readout
	x := m.encode(&a.b, segments, r.layers)
	n := 0
	for _, s := range segments {
		n += len(s.first)
	}
	all := r.all.Width()
	a.heads = kernel.Room(a.heads, n, all)
	a.codes.Set(m.ops, n, width, x, width)
	m.ops.Apply(r.all, &a.codes, a.heads)
	for i := range n {
		m.ops.Gelu(a.heads[i*all+m.at[4] : i*all+m.at[8]])
	}
	a.arcs = kernel.Room(a.arcs, n, r.arc.Width())
	a.codes.Set(m.ops, n, arc, a.heads[m.at[4]:], all)
	m.ops.Apply(r.arc, &a.codes, a.arcs)
	out := make([][]Word, len(segments))
	at := 0
	for i, s := range segments {
		out[i] = a.tags(forms[i], a.heads[at*all:])
		a.parse(out[i], a.heads[at*all:], a.arcs[at*r.arc.Width():])
		at += len(s.first)
	}
	a.relations(out, n)
	return out
}

func (a *Annotator) tags(forms []string, heads []float32) []Word {
	m, all := a.m, a.readout.all.Width()
	out := make([]Word, len(forms))
	names := make([][]float32, len(forms))
	for i, form := range forms {
		row := heads[i*all:]
		section := func(k int) []float32 { return row[m.at[k]:m.at[k+1]] }
		out[i] = Word{UPOS: m.labels.upos[most(section(0))], XPOS: m.labels.xpos[most(section(1))]}
		if out[i].Lemma = m.lemmas.find(form, out[i].XPOS); out[i].Lemma == "" {
			out[i].Lemma = m.labels.scripts[most(section(2))].apply(form)
		}
		names[i] = section(3)
		a.count(names[i], form, out[i].XPOS)
	}
	for i, k := range bestNames(names, m.labels.names, a.follows) {
		out[i].Name = m.labels.names[k]
	}
	return out
}

func most(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// parse sets the heads of the words of a segment.
func (a *Annotator) parse(words []Word, heads, arcs []float32) {
	m, r := a.m, a.readout
	n, all := len(words), r.all.Width()
	wide := (n + 1 + 15) / 16 * 16
	a.keys, a.scores = kernel.Room(a.keys, arc, wide), kernel.Room(a.scores, n, wide)
	clear(a.keys)
	for j, v := range r.rootArc {
		a.keys[j*wide] = v
	}
	m.ops.Transpose(a.keys[1:], wide, heads[m.at[5]:], all, n, arc)
	m.ops.Product(n, arc, wide, arcs, r.arc.Width(), a.keys, wide, a.scores, wide)
	rows := make([][]float32, n)
	for p := range rows {
		rows[p] = a.scores[p*wide : p*wide+n+1]
	}
	for i, h := range tree(rows) {
		words[i].Head = h
	}
}

// slab is the number of words whose relations are scored at once: it bounds
// the memory of their products.
const slab = 24

// relations names the arcs of a batch of n words.
func (a *Annotator) relations(segments [][]Word, n int) {
	m, r := a.m, a.readout
	all, wide := r.all.Width(), r.rel.Width()
	a.rels, a.pair = kernel.Room(a.rels, slab, wide), kernel.Room(a.pair, 1, rel+1+r.relations)
	head, score := a.pair[:rel+1], a.pair[rel+1:rel+1+r.relations]
	head[rel] = 1
	at, inSlab, first := 0, slab, 0
	for _, words := range segments {
		first = at
		for i := range words {
			if inSlab == slab {
				count := min(slab, n-at)
				a.codes.Set(m.ops, count, rel, a.heads[at*all+m.at[6]:], all)
				m.ops.Apply(r.rel, &a.codes, a.rels)
				inSlab = 0
			}
			if h := words[i].Head; h == 0 {
				copy(head, r.rootRel)
			} else {
				copy(head, a.heads[(first+h-1)*all+m.at[7]:(first+h-1)*all+m.at[8]])
			}
			m.ops.Product(1, rel+1, r.relations, head, rel+1, a.rels[inSlab*wide:], r.relations, score, r.relations)
			words[i].Relation = m.labels.relations[most(score[:len(m.labels.relations)])]
			inSlab++
			at++
		}
	}
}
