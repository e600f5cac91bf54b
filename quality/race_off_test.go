//go:build !race

package quality_test

const raceOn = false
