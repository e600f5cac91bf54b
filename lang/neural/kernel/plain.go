package kernel

import (
	"math"
	"unsafe"
)

func tilePlain(blocks, in int, a *uint8, w *int8, columns *float32, scales *float32, out *float32, width int) {
	weights, col := unsafe.Slice(w, in*panel), unsafe.Slice(columns, 3*panel)
	for i := range blocks {
		row := unsafe.Slice((*uint8)(unsafe.Add(unsafe.Pointer(a), i*in)), in)
		step := *(*float32)(unsafe.Add(unsafe.Pointer(scales), 4*i))
		dst := unsafe.Slice((*float32)(unsafe.Add(unsafe.Pointer(out), 4*i*width)), panel)
		var sum [panel]int32
		for k := 0; k+4 <= in; k += 4 {
			x0, x1, x2, x3 := int32(row[k]), int32(row[k+1]), int32(row[k+2]), int32(row[k+3])
			v := weights[k*panel : k*panel+4*panel]
			for q := range sum {
				sum[q] += x0*int32(v[4*q]) + x1*int32(v[4*q+1]) + x2*int32(v[4*q+2]) + x3*int32(v[4*q+3])
			}
		}
		for q, s := range sum {
			f := float32(s - int32(math.Float32bits(col[q])))
			dst[q] = float32(float32(f*col[panel+q])*step) + col[2*panel+q]
		}
	}
}

func quantisePlain(code []uint8, x []float32) float32 {
	var most float32
	for _, v := range x {
		if v < 0 {
			v = -v
		}
		if v > most {
			most = v
		}
	}
	if most == 0 {
		most = 1
	}
	step := most / 63
	inverse := 63 / most
	for i, v := range x {
		code[i] = uint8(zero + int32(round(float32(v*inverse))))
	}
	return step
}

// round gives the nearest whole number, the even one of two; |x| < 1<<22.
func round(x float32) float32 {
	const big = 3 << 22
	return float32(x+big) - big
}

const (
	log2e        = 1.44269504
	ln2hi, ln2lo = 0.693359375, -2.12194440e-4
	least        = -87
)

// Coefficients of e^r on |r| <= ln 2 / 2 (Moshier's Cephes, expf).
const (
	e0 = 1.9875691500e-4
	e1 = 1.3981999507e-3
	e2 = 8.3334519073e-3
	e3 = 4.1665795894e-2
	e4 = 1.6666665459e-1
	e5 = 5.0000001201e-1
)

// exp gives e^x, 0 below -87 and e^88 above 88.
func exp(x float32) float32 {
	if !(x >= least) {
		return 0
	}
	if x > 88 {
		x = 88
	}
	n := round(float32(x * log2e))
	r := x - float32(n*ln2hi)
	r -= float32(n * ln2lo)
	p := float32(e0*r) + e1
	p = float32(p*r) + e2
	p = float32(p*r) + e3
	p = float32(p*r) + e4
	p = float32(p*r) + e5
	p = float32(float32(p*r)*r) + r
	p++
	return p * math.Float32frombits(uint32(int32(n)+127)<<23)
}

// Factors of the exponent in GELU's tanh form: -2·sqrt(2/π) and that times 0.044715.
const gelu1, gelu3 = -1.5957691216, -0.0713548163

func geluPlain(x []float32) {
	for i, v := range x {
		z := v * (float32(float32(v*v)*gelu3) + gelu1)
		x[i] = v / (1 + exp(z))
	}
}

// sum8 adds up eight lanes in the order of the vector paths.
func sum8(l *[8]float32) float32 {
	a, b, c, d := l[0]+l[4], l[1]+l[5], l[2]+l[6], l[3]+l[7]
	return (a + c) + (b + d)
}

func addNormPlain(rows int, x, y, gain, bias []float32) {
	n := len(gain)
	for i := range rows {
		addNormRow(x[i*n:(i+1)*n], y[i*n:], gain, bias)
	}
}

func addNormRow(x, y, gain, bias []float32) {
	var lanes [8]float32
	for i := range x {
		x[i] += y[i]
		lanes[i%8] += x[i]
	}
	n := float32(len(x))
	mean := sum8(&lanes) / n
	lanes = [8]float32{}
	for i := range x {
		x[i] -= mean
		lanes[i%8] += float32(x[i] * x[i])
	}
	inverse := 1 / float32(math.Sqrt(float64(sum8(&lanes)/n+1e-12)))
	for i := range x {
		x[i] = float32(float32(x[i]*inverse)*gain[i]) + bias[i]
	}
}

func softmaxPlain(rows int, x []float32, scale float32) {
	n := len(x) / rows
	for i := range rows {
		softmaxRow(x[i*n:(i+1)*n], scale)
	}
}

func softmaxRow(x []float32, scale float32) {
	most := float32(math.Inf(-1))
	for i := range x {
		x[i] *= scale
		if x[i] > most {
			most = x[i]
		}
	}
	var lanes [8]float32
	for i := range x {
		x[i] = exp(x[i] - most)
		lanes[i%8] += x[i]
	}
	inverse := 1 / sum8(&lanes)
	for i := range x {
		x[i] *= inverse
	}
}

func transposePlain(to []float32, ldto int, from []float32, ldfrom, rows, cols int) {
	for i := range rows {
		for j, v := range from[i*ldfrom : i*ldfrom+cols] {
			to[j*ldto+i] = v
		}
	}
}

func productPlain(m, k, n int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int) {
	for i := range m {
		row := c[i*ldc : i*ldc+n]
		clear(row)
		for p := range k {
			v, from := a[i*lda+p], b[p*ldb:p*ldb+n]
			for j := range row {
				row[j] += float32(v * from[j])
			}
		}
	}
}
