//go:build unix

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/chancery-project/chancery/lang/neural/kernel"
)

var ctx = context.Background()

// kernelSpeed returns the GOP/s (a multiplication and an addition are two) of
// products of rows activations with each of copies matrices in turn.
func kernelSpeed(ops *kernel.Ops, rows, in, out, copies int) float64 {
	matrices := make([]*kernel.Matrix, copies)
	for i := range matrices {
		weights := make([]int8, in*out)
		for j := range weights {
			weights[j] = int8((i+j)%255 - 127)
		}
		matrices[i] = kernel.NewMatrix(in, out, weights, make([]float32, out), make([]float32, out))
	}
	var a kernel.Activations
	x := make([]float32, rows*in)
	for i := range x {
		x[i] = float32(i%97) - 48
	}
	a.Set(ops, rows, in, x, in)
	y := kernel.Room(nil, rows, out)
	repeats := 1
	if copies == 1 {
		repeats = 100
	}
	best := 0.0
	for range 10 {
		start, done := time.Now(), 0
		for time.Since(start) < 20*time.Millisecond {
			for _, m := range matrices {
				for range repeats {
					ops.Apply(m, &a, y)
					done++
				}
			}
		}
		best = max(best, 2*float64(rows*in*out*done)/time.Since(start).Seconds()/1e9)
	}
	return best
}

// kernelSpeeds compares the model's products, whose weights come from a far
// cache, with a product whose operands stay in the nearest one: the limit.
func kernelSpeeds(ops *kernel.Ops) string {
	peak := kernelSpeed(ops, 12, 384, 32, 1)
	out := fmt.Sprintf("%s %.0f", ops.Name, peak)
	for _, s := range [][3]int{{96, 384, 1152}, {96, 384, 384}, {48, 384, 1536}, {48, 1536, 384}} {
		speed := kernelSpeed(ops, s[0], s[1], s[2], 24)
		out += fmt.Sprintf(" %dx%dx%d:%.0f(%.0f%%)", s[0], s[1], s[2], speed, 100*speed/peak)
	}
	return out
}
