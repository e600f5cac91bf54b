package page

import (
	"fmt"
	"github.com/chancery-project/chancery/internal/race"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// hostileArticle is the article around which the hostile pages are built. It
// was written for this test.
const hostileArticle = `<h1>Ministers of both countries meet in Geneva</h1>
<p>The foreign ministers of the two countries met in Geneva on Tuesday for the first time since the border was closed in March.</p>
<p>Officials on both sides said that the talks, which lasted four hours, dealt with prisoners, grain and the reopening of the road.</p>
<p>A second round is planned for next month, the host said, although neither delegation would name a day or a place for it.</p>`

var hostileSentences = []string{
	"met in Geneva on Tuesday for the first time", "dealt with prisoners, grain and the reopening", "neither delegation would name a day",
}

func around(before, after string) string {
	return "<html><head><title>Ministers meet</title></head><body>" + before + hostileArticle + after + "</body></html>"
}

// hostilePages are shapes that make other readers lose the article, hang or
// eat memory.
func hostilePages() map[string]string {
	rep := strings.Repeat
	numbered := func(n int, f string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, f, i)
		}
		return b.String()
	}
	div := func(n int) string { return around(rep("<div>", n), rep("</div>", n)) }
	filler := "<p>Paragraph %d of a page that has no end, with a comma and enough words in it to look like running text.</p>\n"
	return map[string]string{
		"div depth 300":               div(300),
		"div depth 600":               div(600),
		"div depth 5,000":             div(5_000),
		"div depth 100,000":           div(100_000),
		"unclosed b":                  around(rep("<b>", 50_000), ""),
		"script of 12 MB":             around("<script>var a='"+rep("abcdef<p> ", 1_200_000)+"';</script>", ""),
		"nested tables":               around(rep("<table><tr><td>", 2_000), rep("</td></tr></table>", 2_000)),
		"dl and dd":                   around(rep("<dl><dd>", 50_000), ""),
		"100,000 paragraphs":          around("", numbered(100_000, filler)),
		"attributes by the thousand":  around("<div "+numbered(100_000, "data-a%d=\"x\" ")+">", "</div>"),
		"table-fostered links":        around("<table>"+rep("<a href=x>", 50_000), "</table>"),
		"unclosed comment":            around("<!-- <p>", ""),
		"NULs":                        around(rep("\x00", 1_000_000), rep("<p\x00>", 50_000)),
		"nested lists":                around(rep("<ul><li>", 20_000), ""),
		"forms":                       around(rep("<form><input name=a><select><option>b</select>", 30_000), ""),
		"one line of 10 MB":           around("<p>"+rep("word ", 2_000_000)+"</p>", ""),
		"nested iframes and noscript": around(rep("<noscript><iframe>", 20_000), ""),
		"unclosed quotes":             around(rep(`<a href="x>`, 20_001), ""),
		"unclosed title":              "<title>" + hostileArticle,
		"unclosed style":              around("<style>p{", ""),
		"comments":                    around(rep("<!-- x -->", 200_000), ""),
		"spans in one paragraph":      around("<p>"+rep("<span>a</span> ", 200_000)+"</p>", ""),
		"deep with text":              around(rep("<div>x ", 20_000), ""),
		"misnested links":             around(rep("<a><div></a>", 30_000), ""),
		"entities":                    around(rep("&amp;&lt;&#0;&bogus;", 200_000), ""),
		"buttons":                     around(rep("<button><p>", 30_000), ""),
		"class of 1 MB":               around(`<div class="`+rep("a-b ", 250_000)+`">`, "</div>"),
		"wide table":                  around("<table>"+rep("<tr><td>1<td>2", 60_000)+"</table>", ""),
		"svg unclosed":                around("<svg><g>", ""),
		"headings":                    around(rep("<h2>x", 50_000), ""),
		"many inline scripts":         around(rep("<script>var x=1</script>", 50_000), ""),
		"broken JSON-LD":              around(`<script type="application/ld+json">`+rep(`[`, 1_000_000)+`</script>`, ""),
		"JSON-LD of many things":      around(`<script type="application/ld+json">[`+rep(`{"@graph":[{}]},`, 100_000)+`{}]</script>`, ""),
	}
}

// peak watches the heap while f runs.
func peak(f func()) (bytes uint64) {
	runtime.GC()
	debug.FreeOSMemory()
	var base, now runtime.MemStats
	runtime.ReadMemStats(&base)
	var high atomic.Uint64
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			runtime.ReadMemStats(&now)
			high.Store(max(high.Load(), now.HeapInuse+now.StackInuse))
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	f()
	close(done)
	<-ended
	return high.Load() - min(high.Load(), base.HeapInuse+base.StackInuse)
}

// No page shape hides the article, and none takes long or much memory.
func TestHostilePages(t *testing.T) {
	const maxTime, maxBytes = 2 * time.Second, 256 << 20
	if race.On {
		t.Skip("measures time and memory, which the race detector multiplies")
	}
	r := newReader(t)
	for name, page := range hostilePages() {
		t.Run(name, func(t *testing.T) {
			var res *Result
			var err error
			var took time.Duration
			var bytes uint64
			for range 3 { // a busy machine gets another chance
				start := time.Now()
				bytes = peak(func() { res, err = r.Read(page, Options{}) })
				if took = time.Since(start); took <= maxTime {
					break
				}
			}
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d KB in %v, %d MB", len(page)>>10, took.Round(time.Millisecond), bytes>>20)
			for _, s := range hostileSentences {
				if !strings.Contains(bodyOf(res), s) {
					t.Errorf("the body lacks %q", s)
				}
			}
			if took > maxTime {
				t.Errorf("took %v", took)
			}
			if bytes > maxBytes {
				t.Errorf("took %d MB", bytes>>20)
			}
			checkSpans(t, res)
		})
	}
}
