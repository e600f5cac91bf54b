package score

import (
	"math"
	"testing"
)

func TestChains(t *testing.T) {
	gold := [][]int{{1, 2, 3, 4, 5}, {6, 7}, {8, 9, 10, 11, 12}}
	for _, c := range []struct {
		name                       string
		gold, found                [][]int
		mucP, mucR, bP, bR, cP, cR float64
	}{
		{"the same", gold, gold, 1, 1, 1, 1, 1, 1},
		// Bagga and Baldwin's (1998) two answers, which MUC cannot tell apart.
		{"small joined to large", gold, [][]int{{1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11, 12}}, .9, 1, (5 + 29./7) / 12, 1, (1 + 10./12) / 2, (1 + 10./12) / 3},
		{"large joined to large", gold, [][]int{{1, 2, 3, 4, 5, 8, 9, 10, 11, 12}, {6, 7}}, .9, 1, 7. / 12, 1, (1 + 10./15) / 2, (1 + 10./15) / 3},
		{"nothing found", gold, [][]int{{1}, {2}}, 0, 0, 0, 0, 0, 0},
		{"a chain too many", [][]int{{1, 2}}, [][]int{{3, 4}, {1, 2}}, .5, 1, .5, 1, .5, 1},
		{"single mentions are dropped", [][]int{{1, 2}, {3}}, [][]int{{1, 2}, {4}}, 1, 1, 1, 1, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := Chains(c.gold, c.found)
			for _, x := range []struct {
				name      string
				got, want float64
			}{
				{"MUC precision", g.MUC.Precision.Share(), c.mucP}, {"MUC recall", g.MUC.Recall.Share(), c.mucR},
				{"B-cubed precision", g.BCubed.Precision.Share(), c.bP}, {"B-cubed recall", g.BCubed.Recall.Share(), c.bR},
				{"CEAF-e precision", g.CEAFe.Precision.Share(), c.cP}, {"CEAF-e recall", g.CEAFe.Recall.Share(), c.cR},
			} {
				if math.Abs(x.got-x.want) > 1e-9 {
					t.Errorf("%s is %.4f, want %.4f", x.name, x.got, x.want)
				}
			}
		})
	}
}
