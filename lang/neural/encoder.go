package neural

import (
	"math"

	"github.com/chancery-project/chancery/lang/neural/kernel"
)

// segment is a run of words that is read at once: a sentence, or a stretch of
// a long one.
type segment struct {
	ids    []int32
	shapes []uint8
	first  []int32 // the first piece of each word
}

// buffers is the memory of one worker; it grows to the largest batch seen.
type buffers struct {
	x, y, qkv, wide, keys, scores []float32
	codes                         kernel.Activations
}

// encode returns the vectors (rows of width values) of the words of the
// segments, one after the other, after n layers: each that of its first piece.
// chunk is the number of rows that go through the wide layer at once: what lies between stays in a near cache.
const chunk = 48

func (m *Model) encode(b *buffers, segments []segment, n int) []float32 {
	rows := 0
	for _, s := range segments {
		rows += len(s.ids)
	}
	b.x, b.y = kernel.Room(b.x, rows, width), kernel.Room(b.y, rows, width)
	b.qkv, b.wide = kernel.Room(b.qkv, rows, 3*width), kernel.Room(b.wide, min(rows, chunk), inner)
	x := b.x
	m.embed(x, b.y, segments)
	for i := range m.layers[:n] {
		l := &m.layers[i]
		b.codes.Set(m.ops, rows, width, x, width)
		m.ops.Apply(l.qkv, &b.codes, b.qkv)
		at := 0
		for _, s := range segments {
			m.attend(b, b.qkv[at*3*width:], b.y[at*width:], len(s.ids))
			at += len(s.ids)
		}
		if i == n-1 { // from here on each row goes its own way, and only the words' are read
			rows = words(x, b.y, segments)
		}
		b.codes.Set(m.ops, rows, width, b.y, width)
		m.ops.Apply(l.out, &b.codes, b.y)
		m.ops.AddNorm(rows, x, b.y, l.norm1.gain, l.norm1.bias)
		for at := 0; at < rows; at += chunk {
			n := min(chunk, rows-at)
			b.codes.Set(m.ops, n, width, x[at*width:], width)
			m.ops.Apply(l.up, &b.codes, b.wide)
			m.ops.Gelu(b.wide[:n*inner])
			b.codes.Set(m.ops, n, inner, b.wide, inner)
			m.ops.Apply(l.down, &b.codes, b.y[at*width:])
		}
		m.ops.AddNorm(rows, x, b.y, l.norm2.gain, l.norm2.bias)
	}
	return x
}

// words moves the rows of the first pieces of words to the front of x and y, and returns how many there are.
func words(x, y []float32, segments []segment) int {
	n, at := 0, 0
	for _, s := range segments {
		for _, p := range s.first {
			from := (at + int(p)) * width
			copy(x[n*width:(n+1)*width], x[from:])
			copy(y[n*width:(n+1)*width], y[from:])
			n++
		}
		at += len(s.ids)
	}
	return n
}

// embed sets x to the vectors that the first layer reads; none is as long and is cleared.
func (m *Model) embed(x, none []float32, segments []segment) {
	row := 0
	for _, s := range segments {
		for i, id := range s.ids {
			v := x[row*width : (row+1)*width]
			word, scale := m.words[int(id)*width:(int(id)+1)*width], m.scales[id]
			shape, place := m.cases[int(s.shapes[i])*width:], m.places[i*width:]
			for j := range v {
				v[j] = float32(float32(word[j])*scale) + shape[j] + place[j]
			}
			row++
		}
	}
	clear(none[:row*width])
	m.ops.AddNorm(row, x, none, m.norm.gain, m.norm.bias)
}

// attend sets y to the attention of t pieces (Vaswani et al. 2017), whose
// queries, keys and values stand side by side in qkv.
func (m *Model) attend(b *buffers, qkv, y []float32, t int) {
	wide := (t + 15) / 16 * 16
	b.keys, b.scores = kernel.Room(b.keys, head, wide), kernel.Room(b.scores, t, wide)
	scale, never := float32(1/math.Sqrt(head)), float32(math.Inf(-1))
	for h := range heads {
		m.ops.Transpose(b.keys, wide, qkv[width+h*head:], 3*width, t, head)
		m.ops.Product(t, head, wide, qkv[h*head:], 3*width, b.keys, wide, b.scores, wide)
		for p := range t {
			row := b.scores[p*wide : (p+1)*wide]
			for j := t; j < wide; j++ {
				row[j] = never
			}
		}
		m.ops.Softmax(t, b.scores[:t*wide], scale)
		m.ops.Product(t, t, head, b.scores, wide, qkv[2*width+h*head:], 3*width, y[h*head:], width)
	}
}
