package quality_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/race"
	"github.com/chancery-project/chancery/internal/recorded"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/score"
)

// mostCalibrationError is how far confidence may be from the share that is
// right.
const mostCalibrationError = 0.10

// TestConfidenceIsCalibrated proves that the confidence of events is near the
// share of them that is right, on the project's gold and, where it lies beside
// the project, on the development gold.
func TestConfidenceIsCalibrated(t *testing.T) {
	if race.On {
		t.Skip("measured without the race detector, which makes it slow")
	}
	reader, u := recorded.Stages(t)
	var all score.Calibration
	for _, dir := range []string{goldDir, sample.Beside("gold", "records")} {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			if _, err := os.Stat(dir); os.IsNotExist(err) {
				t.Skip("no shared gold beside the project")
			}
			gold, err := score.Load(os.DirFS(dir))
			if err != nil {
				t.Fatal(err)
			}
			records := map[string]*chancery.Record{}
			for _, g := range gold {
				in := read.Input{Name: g.Name + ".txt", Body: strings.NewReader(g.Text), As: read.Text, Published: g.Published, Outlet: g.Outlet}
				for a, err := range reader.Articles(context.Background(), in) {
					if err != nil {
						t.Fatal(err)
					}
					records[g.Name] = u.Record(a)
				}
			}
			c := score.Compare(gold, records).Calibration
			t.Logf("%s: %s", dir, c)
			all.Judgements = append(all.Judgements, c.Judgements...)
			c = all // of few events the error is mostly chance
			if len(c.Judgements) < 100 || c.ECE() > mostCalibrationError {
				t.Errorf("%s: fit anew: go run ./train/confidence -fit testdata/gold,../shared/gold/records -write lexicon/data/events/confidence.txt", c)
			}
			spread := map[float64]bool{}
			for _, j := range c.Judgements {
				spread[j.Confidence] = true
			}
			if len(spread) < 5 {
				t.Errorf("confidence takes %d values: it tells nothing apart", len(spread))
			}
		})
	}
}
