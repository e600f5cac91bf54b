//go:build !race

package language

const underRace = false
