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
func quantiseAVX2(code *uint8, x *float32, n int) float32

//go:noescape
func geluAVX2(x *float32, n int)

//go:noescape
func softmaxAVX2(x *float32, n int, scale float32)

//go:noescape
func addNormAVX2(x, y *float32, n int, gain, bias *float32)

//go:noescape
func productAVX2(m, k, n int, a *float32, lda int, b *float32, ldb int, c *float32, ldc int)

// Paths returns what this machine can run, the fastest first.
func Paths() []*Ops {
	out := []*Ops{Plain()}
	if cpu.X86.HasAVX2 {
		out = append([]*Ops{avx2()}, out...)
	}
	if x := cpu.X86; x.HasAVX2 && x.HasAVX512F && x.HasAVX512VNNI {
		wide := avx2()
		wide.Name, wide.tile, wide.rows, wide.cols = "avx512-vnni", tileAVX512, 12, 32
		out = append([]*Ops{wide}, out...)
	}
	return out
}

func avx2() *Ops {
	return &Ops{Name: "avx2", tile: tileAVX2, rows: 4, cols: panel,
		Quantise: func(code []uint8, x []float32) float32 {
			return quantiseAVX2(&code[0], &x[0], len(x))
		},
		Gelu:    func(x []float32) { geluAVX2(&x[0], len(x)) },
		AddNorm: func(x, y, gain, bias []float32) { addNormAVX2(&x[0], &y[0], len(x), &gain[0], &bias[0]) },
		Softmax: func(x []float32, scale float32) { softmaxAVX2(&x[0], len(x), scale) },
		Product: func(m, k, n int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
			productAVX2(m, k, n, unsafe.SliceData(a), lda, unsafe.SliceData(b), ldb, unsafe.SliceData(c), ldc)
		}}
}
