//go:build race

package page

// raceEnabled says that the race detector slows the code down many times.
const raceEnabled = true
