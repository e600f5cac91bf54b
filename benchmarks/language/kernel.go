package main

import (
	"context"
	"time"

	"github.com/chancery-project/chancery/lang/neural/kernel"
)

var ctx = context.Background()

// kernelSpeed returns the GOP/s (a multiplication and an addition are two) of
// a product whose operands stay in the nearest cache: the limit that the encoder is held to.
func kernelSpeed(ops *kernel.Ops) float64 {
	const rows, in, out = 12, 384, 32
	weights := make([]int8, in*out)
	for i := range weights {
		weights[i] = int8(i%255 - 127)
	}
	m := kernel.NewMatrix(in, out, weights, make([]float32, out), make([]float32, out))
	var a kernel.Activations
	a.Set(ops, rows, in, make([]float32, rows*in), in)
	y := kernel.Room(nil, rows, m.Width())
	best := 0.0
	for range 20 {
		const times = 4000
		start := time.Now()
		for range times {
			ops.Apply(m, &a, y)
		}
		best = max(best, 2*rows*in*out*times/time.Since(start).Seconds()/1e9)
	}
	return best
}
