// Package kernel holds the arithmetic of the language model: products of
// 7-bit activations with 8-bit weights, and the elementwise functions between
// them.
//
// Every path gives the same bits. Integer sums are exact; a float sum has one
// order, written down at each function; no multiplication is fused with an
// addition. Plain is the reference that the assembly is tested against.
package kernel

import "math"

// Rows is the multiple to which the rows of a matrix of activations must have
// room: a path may read and write that far.
const Rows = 12

// Columns is the multiple that the outputs of a Matrix are padded to.
const Columns = 32

// panel is the number of output columns whose weights lie side by side.
const panel = 16

// zero is the code of 0 among activations, which are 7 bits without a sign:
// a pair of products then fits 16 bits with a sign, and no path saturates.
const zero = 64

// Ops are the functions of one path.
type Ops struct {
	Name string

	// tile multiplies blocks of rows with the panels of one group.
	tile func(blocks, in int, a *uint8, w *int8, columns *float32, scales *float32, out *float32, width int)
	rows int // of a block
	cols int // of a group of panels

	// tile4 is tile with blocks of four rows, for the last rows where a block has more; may be nil.
	tile4 func(blocks, in int, a *uint8, w *int8, columns *float32, scales *float32, out *float32, width int)

	// Quantise codes the values of x as 7-bit numbers and returns the size of
	// one step: x is about step*(code-64). len(x) is a multiple of 32.
	Quantise func(code []uint8, x []float32) float32

	// Gelu replaces every x by x*Φ(x) in the tanh form of Hendrycks and Gimpel
	// (2016). len(x) is a multiple of 16.
	Gelu func(x []float32)

	// AddNorm sets each row of x to the layer normalisation of its sum with the
	// row of y (Ba et al. 2016). A row has len(gain) values, a multiple of 16; x and y have Room.
	AddNorm func(rows int, x, y, gain, bias []float32)

	// Softmax replaces each row of x by its softmax after multiplication with scale.
	// A row has a multiple of 16 values; one of -Inf becomes 0.
	Softmax func(rows int, x []float32, scale float32)

	// Transpose sets to (cols rows, ldto apart) to the transpose of from (rows×cols, rows ldfrom
	// apart). cols is a multiple of 8.
	Transpose func(to []float32, ldto int, from []float32, ldfrom, rows, cols int)

	// Product sets c (m×n, rows ldc apart) to a·b, where a is m×k with rows lda
	// apart and b is k×n with rows ldb apart; each sum runs over k in order.
	// n is a multiple of 8.
	Product func(m, k, n int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int)
}

// Plain is the path in Go alone.
func Plain() *Ops {
	return &Ops{Name: "plain", tile: tilePlain, rows: 1, cols: panel, Quantise: quantisePlain, Gelu: geluPlain,
		AddNorm: addNormPlain, Softmax: softmaxPlain, Transpose: transposePlain, Product: productPlain}
}

// Matrix is a linear map with int8 weights.
type Matrix struct {
	In, Out int // Out without padding
	// Weights lie in panels of 16 columns: for each four inputs, four weights
	// of each column in turn.
	weights []int8
	columns []float32 // for each panel: 64 x the sum of the weights (int32 bits), scales, biases
}

// Width is Out padded to a multiple of Columns.
func (m *Matrix) Width() int { return (m.Out + Columns - 1) / Columns * Columns }

// NewMatrix wraps weights in panels; In is a multiple of 32, scale and bias
// have Out values, weights Width()*in.
func NewMatrix(in, out int, weights []int8, scale, bias []float32) *Matrix {
	m := &Matrix{In: in, Out: out, weights: weights}
	n := m.Width()
	m.columns = make([]float32, 3*n)
	for j := 0; j < n; j += panel {
		var sums [panel]int32
		w := weights[j*in : (j+panel)*in]
		for k := 0; k < len(w); k += 4 {
			sums[k/4%panel] += int32(w[k]) + int32(w[k+1]) + int32(w[k+2]) + int32(w[k+3])
		}
		c := m.columns[3*j : 3*(j+panel)]
		for q, s := range sums {
			c[q] = math.Float32frombits(uint32(zero * s))
			if j+q < out {
				c[panel+q], c[2*panel+q] = scale[j+q], bias[j+q]
			}
		}
	}
	return m
}

// Activations are rows of codes, each with its step.
type Activations struct {
	Rows, In int
	Codes    []uint8
	Steps    []float32
}

// Set quantises n rows of x, width apart, that have in values each.
func (a *Activations) Set(ops *Ops, n, in int, x []float32, width int) {
	a.Rows, a.In = n, in
	room := (n + Rows - 1) / Rows * Rows
	a.Codes = grow(a.Codes, room*in)
	a.Steps = grow(a.Steps, room)
	for i := range n {
		a.Steps[i] = ops.Quantise(a.Codes[i*in:(i+1)*in], x[i*width:i*width+in])
	}
	clear(a.Steps[n:room])
}

// Apply sets out (a.Rows rows of m.Width() values, with room for a multiple of
// Rows) to a·m + bias: float32(sum-64*column sum) * scale * step + bias, in
// that order.
func (ops *Ops) Apply(m *Matrix, a *Activations, out []float32) {
	width := m.Width()
	blocks, rest := a.Rows/ops.rows, a.Rows%ops.rows
	if rest > 0 && (ops.tile4 == nil || rest > ops.rows-4) {
		blocks, rest = blocks+1, 0
	}
	done := blocks * ops.rows
	for j := 0; j < width; j += ops.cols {
		if blocks > 0 {
			ops.tile(blocks, m.In, &a.Codes[0], &m.weights[j*m.In], &m.columns[3*j], &a.Steps[0], &out[j], width)
		}
		if rest > 0 {
			ops.tile4((rest+3)/4, m.In, &a.Codes[done*m.In], &m.weights[j*m.In], &m.columns[3*j], &a.Steps[done], &out[done*width+j], width)
		}
	}
}

// Room returns x with room for n rows of width values.
func Room(x []float32, n, width int) []float32 {
	return grow(x, (n+Rows-1)/Rows*Rows*width)
}

func grow[T any](x []T, n int) []T {
	if cap(x) < n {
		return make([]T, n, n+n/4)
	}
	return x[:n]
}
