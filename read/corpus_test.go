package read

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
)

// In 2,000 press releases given as JSON Lines, the article's text is the input
// code point for code point, and every span cuts out the same words counted in
// bytes and in code points.
func TestSpansOfPressReleases(t *testing.T) {
	b, err := os.ReadFile("../../shared/corpora/state_dept_press.jsonl")
	if err != nil {
		t.Skipf("the press releases are not here: %v", err)
	}
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	n, parts := 0, 0
	for a, err := range reader().Articles(context.Background(), Input{Name: "press.jsonl", Body: bytes.NewReader(b)}) {
		if err != nil {
			t.Fatal(err)
		}
		var row struct{ ID, Title, URL, Date, Text string }
		if !lines.Scan() {
			t.Fatal("more articles than lines")
		}
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		if a.Text != row.Text || a.Ref != row.ID || a.Title != strings.TrimSpace(row.Title) || a.URL != row.URL || a.Published == "" || a.PublishedFrom != chancery.FromMetadata {
			t.Fatalf("%s: got %q %q %q %q %q", row.ID, a.Ref, a.Title, a.URL, a.Published, a.Text)
		}
		if len(a.Warnings) > 0 {
			t.Errorf("%s: warnings %q", row.ID, a.Warnings)
		}
		sound(t, a)
		points, offsets := []rune(a.Text), chancery.NewOffsets(a.Text)
		covered := 0
		for _, p := range a.Parts {
			from, to := offsets.CodePoint(p.Span.Start), offsets.CodePoint(p.Span.End)
			if string(points[from:to]) != p.Span.Text(a.Text) {
				t.Fatalf("%s: part %v differs in code points", row.ID, p)
			}
			covered += utf8.RuneCountInString(p.Span.Text(a.Text))
		}
		parts += len(a.Parts)
		if covered == 0 || covered > len(points) {
			t.Errorf("%s: parts cover %d of %d characters", row.ID, covered, len(points))
		}
		if n++; n == 2000 {
			break
		}
	}
	t.Logf("%d articles, %d parts", n, parts)
	if n != 2000 {
		t.Errorf("%d articles, want 2000", n)
	}
}
