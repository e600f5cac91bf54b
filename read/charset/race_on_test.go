//go:build race

package charset

const underRace = true
