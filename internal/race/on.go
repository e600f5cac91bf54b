//go:build race

package race

// On reports whether the race detector is at work.
const On = true
