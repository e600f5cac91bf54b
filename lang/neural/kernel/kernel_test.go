package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// The paths that this machine can run, without the reference itself.
func fast(t *testing.T) []*Ops {
	t.Helper()
	p := Paths()
	if len(p) == 1 {
		t.Skip("this machine runs the plain path only")
	}
	return p[:len(p)-1]
}

func floats(r *rand.Rand, n int, size float64) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(r.NormFloat64() * size)
	}
	return out
}

func same(t *testing.T, what string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Float32bits(got[i]) != math.Float32bits(want[i]) {
			t.Fatalf("%s: value %d is %v (%08x), plain Go has %v (%08x)", what, i, got[i], math.Float32bits(got[i]), want[i], math.Float32bits(want[i]))
		}
	}
}

func matrix(r *rand.Rand, in, out int) (*Matrix, []int8) {
	width := (out + Columns - 1) / Columns * Columns
	w := make([]int8, in*width)
	for i := range w {
		w[i] = int8(r.IntN(255) - 127)
	}
	return NewMatrix(in, out, w, floats(r, out, 0.01), floats(r, out, 1)), w
}

// Every path gives the reference's bits, with the extreme codes too.
func TestApplyIsTheSameOnEveryPath(t *testing.T) {
	for _, ops := range fast(t) {
		for _, s := range [][3]int{{1, 32, 32}, {13, 384, 1152}, {30, 1536, 384}, {5, 96, 70}, {25, 384, 17}, {20, 64, 40}, {23, 64, 33}, {4, 32, 64}} {
			t.Run(fmt.Sprintf("%s/%dx%dx%d", ops.Name, s[0], s[1], s[2]), func(t *testing.T) {
				r := rand.New(rand.NewPCG(1, uint64(s[0])))
				m, _ := matrix(r, s[1], s[2])
				x := floats(r, s[0]*s[1], 3)
				x[0], x[1] = 1e4, -1e4
				var a, b Activations
				a.Set(ops, s[0], s[1], x, s[1])
				b.Set(Plain(), s[0], s[1], x, s[1])
				got, want := Room(nil, s[0], m.Width()), Room(nil, s[0], m.Width())
				ops.Apply(m, &a, got)
				Plain().Apply(m, &b, want)
				same(t, "steps", a.Steps[:s[0]], b.Steps[:s[0]])
				same(t, "product", got[:s[0]*m.Width()], want[:s[0]*m.Width()])
			})
		}
	}
}

// No code saturates: the largest activations with the largest weights give the exact sum.
func TestApplyDoesNotSaturate(t *testing.T) {
	for _, ops := range Paths() {
		for _, sign := range []int8{127, -127} {
			w := make([]int8, 64*32)
			for i := range w {
				w[i] = sign
			}
			m := NewMatrix(64, 1, w, []float32{1}, []float32{0})
			x := make([]float32, 64)
			for i := range x {
				x[i] = 63
			}
			var a Activations
			a.Set(ops, 1, 64, x, 64)
			out := Room(nil, 1, m.Width())
			ops.Apply(m, &a, out)
			if want := float32(64*63) * float32(sign); out[0] != want {
				t.Errorf("%s: %v, want %v", ops.Name, out[0], want)
			}
		}
	}
}

func TestElementwiseIsTheSameOnEveryPath(t *testing.T) {
	plain := Plain()
	for _, ops := range fast(t) {
		r := rand.New(rand.NewPCG(2, 3))
		for _, size := range []float64{0, 1e-6, 0.5, 4, 90, 1e5} {
			for _, n := range []int{32, 384, 1536} {
				x := floats(r, n, size)
				twice := func(f func(*Ops, []float32)) ([]float32, []float32) {
					a, b := append([]float32(nil), x...), append([]float32(nil), x...)
					f(ops, a)
					f(plain, b)
					return a, b
				}
				name := fmt.Sprintf("%s, %d values of size %g: ", ops.Name, n, size)
				a, b := twice(func(o *Ops, x []float32) { o.Gelu(x) })
				same(t, name+"Gelu", a, b)
				a, b = twice(func(o *Ops, x []float32) {
					x[n-1], x[n-2] = float32(math.Inf(-1)), float32(math.Inf(-1))
					o.Softmax(1, x, 0.125)
				})
				same(t, name+"Softmax", a, b)
				a, b = twice(func(o *Ops, x []float32) { o.Softmax(n/16, x, 2) })
				same(t, name+"Softmax", a, b)
				for _, rows := range []int{1, 4, 7} {
					x, y, gain, bias := floats(r, Rows*n, size), floats(r, Rows*n, size), floats(r, n, 1), floats(r, n, 1)
					want := append([]float32(nil), x...)
					ops.AddNorm(rows, x, y, gain, bias)
					plain.AddNorm(rows, want, y, gain, bias)
					same(t, fmt.Sprint(name, rows, " rows, AddNorm"), x[:rows*n], want[:rows*n])
				}
				code, want := make([]uint8, n), make([]uint8, n)
				same(t, name+"Quantise", []float32{ops.Quantise(code, x)}, []float32{plain.Quantise(want, x)})
				if string(code) != string(want) {
					t.Errorf("%sQuantise: codes differ", name)
				}
			}
		}
		for _, s := range [][3]int{{1, 97, 56}, {7, 32, 40}, {33, 33, 32}, {2, 1, 8}, {9, 5, 24}, {4, 7, 80}} {
			m, k, n := s[0], s[1], s[2]
			a, b := floats(r, m*(k+3), 1), floats(r, k*(n+5), 1)
			got, want := make([]float32, m*(n+1)), make([]float32, m*(n+1))
			ops.Product(m, k, n, a, k+3, b, n+5, got, n+1)
			plain.Product(m, k, n, a, k+3, b, n+5, want, n+1)
			same(t, fmt.Sprintf("%s, product %v", ops.Name, s), got, want)
		}
		for _, s := range [][2]int{{1, 8}, {8, 8}, {19, 32}, {40, 96}} {
			rows, cols := s[0], s[1]
			from := floats(r, rows*(cols+3), 1)
			got, want := make([]float32, cols*(rows+2)), make([]float32, cols*(rows+2))
			ops.Transpose(got, rows+2, from, cols+3, rows, cols)
			plain.Transpose(want, rows+2, from, cols+3, rows, cols)
			same(t, fmt.Sprintf("%s, transpose %v", ops.Name, s), got, want)
		}
	}
}

// The reference is right: against float64 sums and the library's functions.
func TestPlainIsRight(t *testing.T) {
	near := func(what string, got float32, want, tolerance float64) {
		t.Helper()
		if math.Abs(float64(got)-want) > tolerance*math.Max(1, math.Abs(want)) {
			t.Errorf("%s is %v, want %v", what, got, want)
		}
	}
	for x := -100.0; x < 90; x += 0.37 {
		if got, want := float64(exp(float32(x))), math.Exp(min(x, 88)); x >= least && math.Abs(got/want-1) > 1e-5 || x < least && got != 0 {
			t.Errorf("exp(%g) is %g, want %g", x, got, want)
		}
		v := []float32{float32(x / 10)}
		geluPlain(v)
		near(fmt.Sprintf("gelu(%g)", x/10), v[0], x/10*0.5*(1+math.Tanh(math.Sqrt(2/math.Pi)*(x/10+0.044715*x*x*x/1000))), 1e-5)
	}
	r := rand.New(rand.NewPCG(4, 5))
	m, w := matrix(r, 64, 40)
	x := floats(r, 64, 1)
	var a Activations
	a.Set(Plain(), 1, 64, x, 64)
	out := Room(nil, 1, m.Width())
	Plain().Apply(m, &a, out)
	for j := range 40 {
		col := m.columns[j/panel*3*panel:]
		sum := 0.0
		for k := range 64 {
			sum += float64(int(a.Codes[k])-zero) * float64(a.Steps[0]) * float64(w[j/panel*panel*64+k/4*4*panel+j%panel*4+k%4])
			if math.Abs(float64(x[k])-float64(int(a.Codes[k])-zero)*float64(a.Steps[0])) > float64(a.Steps[0])*0.501 {
				t.Fatalf("value %d is %v, coded as %d steps of %v", k, x[k], int(a.Codes[k])-zero, a.Steps[0])
			}
		}
		near(fmt.Sprintf("column %d", j), out[j], sum*float64(col[panel+j%panel])+float64(col[2*panel+j%panel]), 1e-4)
	}
	p := floats(r, 16, 3)
	q := append([]float32(nil), p...)
	softmaxPlain(1, q, 0.5)
	total := 0.0
	for _, v := range p {
		total += math.Exp(float64(v) * 0.5)
	}
	for i, v := range p {
		near("softmax", q[i], math.Exp(float64(v)*0.5)/total, 1e-5)
	}
	ones, zeros := []float32{1, 1, 1, 1, 1, 1, 1, 1}, make([]float32, 8)
	n := []float32{1, 2, 3, 4, 5, 6, 7, 8}
	addNormPlain(1, n, zeros, ones, zeros)
	near("first of a norm", n[0], -3.5/math.Sqrt(5.25), 1e-5)
}
