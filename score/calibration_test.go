package score

import (
	"math"
	"testing"
)

func TestECE(t *testing.T) {
	for _, c := range []struct {
		name string
		of   []Judgement
		want float64
	}{
		{"nothing", nil, 0},
		{"as sure as right", []Judgement{{Confidence: 0.5, Right: true}, {Confidence: 0.5}}, 0},
		{"too sure", []Judgement{{Confidence: 0.9, Right: true}, {Confidence: 0.9}}, 0.4},
		{"certainly right", []Judgement{{Confidence: 1, Right: true}}, 0},
		{"two bins that would make up for each other", []Judgement{{Confidence: 0.8}, {Confidence: 0.2, Right: true}}, 0.8},
		{"one bin whose events make up for each other", []Judgement{{Confidence: 0.42, Right: true}, {Confidence: 0.48}, {Confidence: 0.45}, {Confidence: 0.45, Right: true}}, 0.05},
	} {
		if got := (Calibration{c.of}).ECE(); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
