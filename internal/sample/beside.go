package sample

import (
	"os"
	"path/filepath"
)

// Beside gives the path of a file in the folder "shared" that may lie beside
// the project, or beside a folder of checkouts. Nothing needs to be there:
// tests skip what they cannot find.
func Beside(parts ...string) string {
	at := "."
	for depth := 0; depth < 8; depth++ {
		if _, err := os.Stat(filepath.Join(at, "go.mod")); err == nil {
			break
		}
		at = filepath.Join(at, "..")
	}
	near := filepath.Join(append([]string{at, "..", "shared"}, parts...)...)
	if _, err := os.Stat(near); err != nil {
		if far := filepath.Join(append([]string{at, "..", "..", "shared"}, parts...)...); exists(far) {
			return far
		}
	}
	return near
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
