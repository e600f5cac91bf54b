package page

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
)

var anyWord = regexp.MustCompile(`[\p{L}\p{N}\p{Mn}\p{Mc}_]+`)

// shinglesOfFour counts runs of four words, as the benchmark of
// scrapinghub/article-extraction-benchmark does.
func shinglesOfFour(text string) map[string]int {
	words := anyWord.FindAllString(text, -1)
	counts := map[string]int{}
	for i := 0; len(words) > 0 && i < max(1, len(words)-3); i++ {
		counts[strings.Join(words[i:min(i+4, len(words))], " ")]++
	}
	return counts
}

// pageScore gives the shares of a page's shingles that are right, too much
// and missing.
func pageScore(gold, got string) (tp, fp, fn float64) {
	a, b := shinglesOfFour(gold), shinglesOfFour(got)
	for k, n := range a {
		tp += float64(min(n, b[k]))
		fn += float64(max(0, n-b[k]))
	}
	for k, n := range b {
		fp += float64(max(0, n-a[k]))
	}
	sum := max(1, tp+fp+fn)
	return tp / sum, fp / sum, fn / sum
}

func newReader(t testing.TB) *Reader {
	t.Helper()
	r, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func bodyOf(res *Result) string {
	var paras []string
	for _, p := range res.Known {
		if p.Kind == chancery.Body || p.Kind == chancery.Dateline {
			paras = append(paras, p.Span.Text(res.Article.Text))
		}
	}
	return strings.Join(paras, "\n")
}

// The body is the article that a person marked, as well as the best published
// extractor finds it.
func TestExtraction(t *testing.T) {
	const floor = 0.970
	pages := goldPages(t)
	r := newReader(t)
	var tp, fp, fn float64
	for _, p := range pages {
		got := ""
		if res, err := r.Read(p.html, Options{URL: p.url}); err == nil {
			got = bodyOf(res)
		}
		x, y, z := pageScore(p.body, got)
		tp, fp, fn = tp+x, fp+y, fn+z
		if os.Getenv("PAGES_VERBOSE") != "" {
			fmt.Printf("%s %.3f too much %.3f missing %.3f %s\n", p.id[:8], x, y, z, p.url)
		}
	}
	precision, recall := tp/(tp+fp), tp/(tp+fn)
	f1 := 2 * precision * recall / (precision + recall)
	t.Logf("%d pages: precision %.4f recall %.4f F1 %.4f", len(pages), precision, recall, f1)
	if f1 < floor {
		t.Errorf("F1 %.4f is below %.3f", f1, floor)
	}
}
