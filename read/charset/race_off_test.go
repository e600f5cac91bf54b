//go:build !race

package charset

const underRace = false
