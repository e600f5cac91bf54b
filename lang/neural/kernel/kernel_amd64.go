package kernel

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

//go:noescape
func tileAVX2(blocks, in int, a *uint8, w *int8, columns, scales, out *float32, width int)

//go:noescape
func tileAVX512(blocks, in int, a *uint8, w *int8, columns, scales, out *float32, width int)

//go:noescape
func tile4AVX512(blocks, in int, a *uint8, w *int8, columns, scales, out *float32, width int)

//go:noescape
func quantiseAVX2(code *uint8, x *float32, n int) float32

//go:noescape
func geluAVX2(x *float32, n int)

//go:noescape
func softmaxAVX2(rows int, x *float32, n int, scale float32)

//go:noescape
func addNormAVX2(blocks int, x, y *float32, n int, gain, bias *float32)

//go:noescape
func transposeAVX2(to *float32, ldto int, from *float32, ldfrom, rows, cols int)

//go:noescape
func productAVX2(m, k, n int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)

//go:noescape
func quantiseAVX512(code *uint8, x *float32, n int) float32

//go:noescape
func geluAVX512(x *float32, n int)

//go:noescape
func softmaxAVX512(rows int, x *float32, n int, scale float32)

//go:noescape
func productAVX512(m, k, n int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)

// Paths returns what this machine can run, the fastest first.
func Paths() []*Ops {
	out := []*Ops{Plain()}
	if cpu.X86.HasAVX2 {
		out = append([]*Ops{avx2()}, out...)
	}
	if x := cpu.X86; x.HasAVX2 && x.HasAVX512F && x.HasAVX512VNNI {
		out = append([]*Ops{avx512()}, out...)
	}
	return out
}

func avx2() *Ops {
	return &Ops{Name: "avx2", tile: tileAVX2, rows: 4, cols: panel,
		Quantise: func(code []uint8, x []float32) float32 {
			return quantiseAVX2(&code[0], &x[0], len(x))
		},
		Gelu:    func(x []float32) { geluAVX2(&x[0], len(x)) },
		Softmax: func(rows int, x []float32, scale float32) { softmaxAVX2(rows, &x[0], len(x)/rows, scale) },
		AddNorm: func(rows int, x, y, gain, bias []float32) {
			addNormAVX2((rows+3)/4, &x[0], &y[0], len(gain), &gain[0], &bias[0])
		},
		Transpose: func(to []float32, ldto int, from []float32, ldfrom, rows, cols int) {
			whole := rows / 8 * 8
			if whole > 0 {
				transposeAVX2(&to[0], ldto, &from[0], ldfrom, whole, cols)
			}
			if whole < rows {
				transposePlain(to[whole:], ldto, from[whole*ldfrom:], ldfrom, rows-whole, cols)
			}
		},
		Product: func(m, k, n int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
			productAVX2(m, k, n, unsafe.SliceData(a), lda, unsafe.SliceData(b), ldb, unsafe.SliceData(c), ldc)
		}}
}

func avx512() *Ops {
	o := avx2()
	o.Name, o.tile, o.rows, o.cols, o.tile4 = "avx512-vnni", tileAVX512, 12, 32, tile4AVX512
	o.Quantise = func(code []uint8, x []float32) float32 {
		return quantiseAVX512(&code[0], &x[0], len(x))
	}
	o.Gelu = func(x []float32) { geluAVX512(&x[0], len(x)) }
	o.Softmax = func(rows int, x []float32, scale float32) { softmaxAVX512(rows, &x[0], len(x)/rows, scale) }
	o.Product = func(m, k, n int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
		productAVX512(m, k, n, unsafe.SliceData(a), lda, unsafe.SliceData(b), ldb, unsafe.SliceData(c), ldc)
	}
	return o
}
