// Package stack tells where a stage panicked.
package stack

import (
	"runtime/debug"
	"strings"
)

// Panicked names the line of the project that panicked; it is called by the
// deferred function that recovers. Without a panic it is "no stack".
func Panicked() string {
	lines := strings.Split(string(debug.Stack()), "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "panic(") {
			for _, f := range lines[i+1:] {
				if strings.HasPrefix(f, "\t") && strings.Contains(f, ".go:") && !strings.Contains(f, "/runtime/") && !strings.HasPrefix(f, "\truntime/") { // built with -trimpath, paths are short
					f, _, _ = strings.Cut(strings.TrimSpace(f), " ")
					return f
				}
			}
		}
	}
	return "no stack"
}
