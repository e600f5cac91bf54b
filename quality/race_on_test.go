//go:build race

package quality_test

// raceOn shortens tests that take too long under the race detector.
const raceOn = true
