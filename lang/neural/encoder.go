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

// encode returns the vectors (rows of width values) of the pieces of the
// segments, one after the other, after n layers.
func (m *Model) encode(b *buffers, segments []segment, n int) []float32 {
	rows := 0
	for _, s := range segments {
		rows += len(s.ids)
	}
	b.x, b.y = kernel.Room(b.x, rows, width), kernel.Room(b.y, rows, width)
	b.qkv, b.wide = kernel.Room(b.qkv, rows, 3*width), kernel.Room(b.wide, rows, inner)
	x := b.x[:rows*width]
	m.embed(x, segments)
	for i := range m.layers[:n] {
		l := &m.layers[i]
		b.codes.Set(m.ops, rows, width, x, width)
		m.ops.Apply(l.qkv, &b.codes, b.qkv)
		at := 0
		for _, s := range segments {
			m.attend(b, b.qkv[at*3*width:], b.y[at*width:], len(s.ids))
			at += len(s.ids)
		}
		b.codes.Set(m.ops, rows, width, b.y, width)
		m.ops.Apply(l.out, &b.codes, b.y)
		m.addNorm(x, b.y, l.norm1)
		b.codes.Set(m.ops, rows, width, x, width)
		m.ops.Apply(l.up, &b.codes, b.wide)
		m.ops.Gelu(b.wide[:rows*inner])
		b.codes.Set(m.ops, rows, inner, b.wide, inner)
		m.ops.Apply(l.down, &b.codes, b.y)
		m.addNorm(x, b.y, l.norm2)
	}
	return x
}

func (m *Model) embed(x []float32, segments []segment) {
	var none [width]float32
	row := 0
	for _, s := range segments {
		for i, id := range s.ids {
			v := x[row*width : (row+1)*width]
			word, scale := m.words[int(id)*width:(int(id)+1)*width], m.scales[id]
			shape, place := m.cases[int(s.shapes[i])*width:], m.places[i*width:]
			for j := range v {
				v[j] = float32(float32(word[j])*scale) + shape[j] + place[j]
			}
			m.ops.AddNorm(v, none[:], m.norm.gain, m.norm.bias)
			row++
		}
	}
}

func (m *Model) addNorm(x, y []float32, n layerNorm) {
	for i := 0; i < len(x); i += width {
		m.ops.AddNorm(x[i:i+width], y[i:i+width], n.gain, n.bias)
	}
}

// attend sets y to the attention of t pieces (Vaswani et al. 2017), whose
// queries, keys and values stand side by side in qkv.
func (m *Model) attend(b *buffers, qkv, y []float32, t int) {
	wide := (t + 7) / 8 * 8
	b.keys, b.scores = kernel.Room(b.keys, head, wide), kernel.Room(b.scores, t, wide)
	scale := float32(1 / math.Sqrt(head))
	for h := range heads {
		for p := range t {
			k := qkv[p*3*width+width+h*head:][:head]
			for j, v := range k {
				b.keys[j*wide+p] = v
			}
		}
		for j := range head {
			clear(b.keys[j*wide+t : (j+1)*wide])
		}
		m.ops.Product(t, head, wide, qkv[h*head:], 3*width, b.keys, wide, b.scores, wide)
		for p := range t {
			row := b.scores[p*wide : (p+1)*wide]
			for j := t; j < wide; j++ {
				row[j] = float32(math.Inf(-1))
			}
			m.ops.Softmax(row, scale)
		}
		m.ops.Product(t, t, head, b.scores, wide, qkv[2*width+h*head:], 3*width, y[h*head:], width)
	}
}
