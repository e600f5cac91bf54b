package page

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/internal/sample"
)

// goldPage is a page with the text that a person marked as its article.
type goldPage struct {
	id, url, html, body string
}

// goldPages reads the pages of the development gold; it skips the test where
// there is none.
func goldPages(t testing.TB) []goldPage {
	t.Helper()
	folder := sample.Beside("gold", "pages")
	raw, err := os.ReadFile(filepath.Join(folder, "extraction_dev.json"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("no page gold beside the project")
	}
	if err != nil {
		t.Fatal(err)
	}
	var gold map[string]struct{ ArticleBody, URL string }
	if err := json.Unmarshal(raw, &gold); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(folder, "extraction_dev_pages.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var pages []goldPage
	for r := tar.NewReader(z); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		id := strings.TrimSuffix(filepath.Base(h.Name), ".html")
		if g, ok := gold[id]; ok {
			raw, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			pages = append(pages, goldPage{id, g.URL, strings.ToValidUTF8(string(raw), "\uFFFD"), g.ArticleBody})
		}
	}
	if len(pages) != len(gold) {
		t.Fatalf("%d pages for %d articles", len(pages), len(gold))
	}
	sort.Slice(pages, func(i, j int) bool { return pages[i].id < pages[j].id })
	return pages
}
