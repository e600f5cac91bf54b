package export

import (
	"bytes"
	"encoding/csv"
	"testing"

	"github.com/chancery-project/chancery/story"
)

// What a spreadsheet would run as a formula comes out as text; numbers do not.
func TestCSVCellsAreSafe(t *testing.T) {
	var b bytes.Buffer
	c, err := NewCSV(&b, false, []string{"a"})
	if err != nil {
		t.Fatal(err)
	}
	for _, cell := range []string{`=HYPERLINK("http://x")`, "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-12.5", "plain, \"quoted\"\nand broken"} {
		if err := c.Row([]string{cell}); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&b).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a", `'=HYPERLINK("http://x")`, "'+1+1", "'-2+3", "'@SUM(A1)", "'\t=1", "'\r=1", "-12.5", "plain, \"quoted\"\nand broken"}
	for i, w := range want {
		if rows[i][0] != w {
			t.Errorf("%q, not %q", rows[i][0], w)
		}
	}
}

func TestHappeningRowsFitTheirHeader(t *testing.T) {
	if n := len(HappeningRow(&story.Happening{})); n != len(HappeningColumns) {
		t.Errorf("%d cells under %d columns", n, len(HappeningColumns))
	}
}
