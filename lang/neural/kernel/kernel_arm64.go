package kernel

import "golang.org/x/sys/cpu"

//go:noescape
func tileDot(blocks, in int, a *uint8, w *int8, columns, scales, out *float32, width int)

// Paths returns what this machine can run, the fastest first.
func Paths() []*Ops {
	out := []*Ops{Plain()}
	if cpu.ARM64.HasASIMDDP {
		dot := Plain()
		dot.Name, dot.tile, dot.rows = "neon-dot", tileDot, 4
		out = append([]*Ops{dot}, out...)
	}
	return out
}
