//go:build !amd64 && !arm64

package kernel

// Paths returns what this machine can run, the fastest first.
func Paths() []*Ops { return []*Ops{Plain()} }
