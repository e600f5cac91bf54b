//go:build !race

// Package race tells tests that take too long under the race detector whether it is at work.
package race

// On reports whether the race detector is at work.
const On = false
