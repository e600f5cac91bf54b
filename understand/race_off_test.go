//go:build !race

package understand_test

const raceOn = false
