package score

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// Judgement is whether one event of a record is right: it is that of the gold
// by its type and place in the text, and names a party of each side that the
// gold names (event_full). An event that the gold has as optional counts too.
type Judgement struct {
	Report, Event string
	Confidence    float64
	Right         bool
}

// Calibration tells how well confidence tells what is right.
type Calibration struct {
	Judgements []Judgement
}

// calibrationBins is in how many bins of one width confidence is cut.
const calibrationBins = 10

// Bin counts the events with confidence from its lower bound on.
type Bin struct {
	From       float64 `json:"from"`
	Events     int     `json:"events"`
	Right      int     `json:"right"`
	Confidence float64 `json:"confidence"` // mean
}

// Bins are those that hold events, from the lowest.
func (c Calibration) Bins() []Bin {
	var all [calibrationBins]Bin
	for _, j := range c.Judgements {
		b := &all[min(max(int(j.Confidence*calibrationBins), 0), calibrationBins-1)]
		b.Events++
		b.Right += count(j.Right)
		b.Confidence += j.Confidence
	}
	var out []Bin
	for i, b := range all {
		if b.Events > 0 {
			b.From = float64(i) / calibrationBins
			b.Confidence /= float64(b.Events)
			out = append(out, b)
		}
	}
	return out
}

// ECE is the expected calibration error: the mean over events of how far the
// mean confidence of their bin is from the share of it that is right (Guo et
// al. 2017). It is 0 without events.
func (c Calibration) ECE() float64 {
	sum := 0.0
	for _, b := range c.Bins() {
		sum += math.Abs(b.Confidence*float64(b.Events) - float64(b.Right))
	}
	if n := len(c.Judgements); n > 0 {
		return sum / float64(n)
	}
	return 0
}

// String is "ECE 0.061 over 212 events, 61.3 % right".
func (c Calibration) String() string {
	right := 0
	for _, j := range c.Judgements {
		right += count(j.Right)
	}
	return fmt.Sprintf("ECE %.3f over %d events, %.1f %% right", c.ECE(), len(c.Judgements), 100*float64(right)/max(float64(len(c.Judgements)), 1))
}

func (c Calibration) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n%-28s %9s %9s %9s\n", "confidence", "events", "right", "mean")
	for _, x := range c.Bins() {
		fmt.Fprintf(b, "%.1f to %-21.1f %9d %9d %9.3f\n", x.From, x.From+1.0/calibrationBins, x.Events, x.Right, x.Confidence)
	}
	fmt.Fprintf(b, "%s\n", c)
}

// MarshalJSON gives the error and the bins.
func (c Calibration) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		ECE    float64 `json:"ece"`
		Events int     `json:"events"`
		Bins   []Bin   `json:"bins"`
	}{math.Round(c.ECE()*1e4) / 1e4, len(c.Judgements), c.Bins()})
}
