package office

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// releases gives the paragraphs of the first n releases of releases.txt.
func releases(t testing.TB, n int) []string {
	var out []string
	for p := range strings.SplitSeq(strings.TrimSpace(string(fixture(t, "releases.txt"))), "\n\n") {
		if strings.HasPrefix(p, "@ ") {
			if n--; n == 0 {
				break
			}
			continue
		}
		out = append(out, strings.TrimPrefix(p, "# "))
	}
	return out
}

func plainSpaces(s string) string { return strings.Join(strings.Fields(s), " ") }

func texts(d Doc) []string {
	var out []string
	for _, p := range d.Paragraphs {
		out = append(out, plainSpaces(d.Text[p.Start:p.End]))
	}
	return out
}

// TestReleases: what several programs made of known paragraphs comes back
// paragraph for paragraph.
func TestReleases(t *testing.T) {
	for _, c := range []struct {
		file string
		read func([]byte) (Doc, error)
		n    int
		need float64 // share of paragraphs found whole
	}{
		{"release.docx", DOCX, 1, 1},
		{"release.rtf", RTF, 1, 1},
		{"release.pdf", PDF, 1, 1},
		{"onecol.pdf", PDF, 3, 1},
		{"objstm.pdf", PDF, 3, 1},
		{"owner.pdf", PDF, 3, 1},
		{"twocol.pdf", PDF, 3, 1},
		{"indent.pdf", PDF, 3, 1},
	} {
		t.Run(c.file, func(t *testing.T) {
			d, err := c.read(fixture(t, c.file))
			if err != nil {
				t.Fatal(err)
			}
			got, want := texts(d), releases(t, c.n)
			found := 0
			for _, w := range want {
				if slices.Contains(got, plainSpaces(w)) {
					found++
				} else {
					t.Logf("not whole: %.90q", w)
				}
			}
			if share := float64(found) / float64(len(want)); share < c.need || len(got) > len(want)+int(float64(len(want))*(1-c.need)) {
				t.Errorf("%d of %d paragraphs whole (%.2f), %d read", found, len(want), share, len(got))
				for _, g := range got {
					t.Logf("%.120q", g)
				}
			}
			if len(d.Warnings) > 0 {
				t.Errorf("warnings: %q", d.Warnings)
			}
			check(t, d)
		})
	}
}

// check holds for every Doc.
func check(t testing.TB, d Doc) {
	t.Helper()
	for _, s := range append([]string{d.Text, d.Title, d.Author, d.Created}, d.Warnings...) {
		if !utf8.ValidString(s) {
			t.Errorf("not valid UTF-8: %.60q", s)
		}
	}
	var parts []string
	for _, p := range d.Paragraphs {
		if p.Start < 0 || p.End > len(d.Text) || p.Start >= p.End {
			t.Fatalf("paragraph %d..%d of %d bytes", p.Start, p.End, len(d.Text))
		}
		parts = append(parts, d.Text[p.Start:p.End])
	}
	if strings.Join(parts, "\n\n") != d.Text {
		t.Error("the paragraphs do not cover the text")
	}
}
