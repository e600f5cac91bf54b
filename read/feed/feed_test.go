package feed

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lexicon"
)

func reader(t testing.TB) *Reader {
	t.Helper()
	r, err := New(lexicon.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func file(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// show writes what a feed yields, a line an item or error; a long body is
// shown by its paragraphs and length.
func show(r *Reader, doc, base string) string {
	var b strings.Builder
	for rep, err := range r.Read(doc, base) {
		if err != nil {
			fmt.Fprintf(&b, "error %v\n", err)
			continue
		}
		body := fmt.Sprintf("%q", rep.Body)
		if len(rep.Body) > 200 {
			body = fmt.Sprintf("%d paragraphs", strings.Count(rep.Body, "\n\n")+1)
		}
		fmt.Fprintf(&b, "%s|%s|%s|%s|%s|%s|%s|%s|%s", rep.Ref, rep.URL, rep.Title, rep.Standfirst, strings.Join(rep.Bylines, "+"), rep.Outlet, rep.Published, rep.Language, body)
		for _, w := range rep.Warnings {
			fmt.Fprintf(&b, " warning %s", w)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestTroubledFeeds(t *testing.T) {
	r := reader(t)
	for _, c := range []struct{ file, want string }{
		{"rss-0.91-no-dates.xml", `|https://www.examplepost.com/world/1|Talks & tea|||The Example Post||en|3 paragraphs
`},
		{"rss-1.0-rdf.xml", `|https://news.un.org/1|Aid reaches the north|Short.|A. Writer (Geneva)|UN News|2021-03-23T10:15:00-04:00||"Aid reached the north.\n\nMore is needed."
`},
		{"undefined-entities-and-controls.xml", `tag:1||Café  talks &bogus; R&D|||Example Times|2021-03-23T10:15:00-05:00||"They met — again.\n\n©"
`},
		{"double-escaped.xml", `https://www.nytimes.com/a|https://www.nytimes.com/a|One & two, a < b|||NYT|||"First paragraph of the report.\n\nSecond one.\n\nThird one."
`},
		{"summaries-only.xml", `||One||||||"Envoys met in Vienna on Tuesday." warning only a summary in the feed
||Two||||||1 paragraphs warning only a summary in the feed
||Headline alone||||||"Headline alone" warning only a headline in the feed
error item 4: it has neither a text nor a title
||||||||3 paragraphs warning published date not read: "a while ago" is not a date: it has no day or no year
`},
		{"aggregator-with-sources.xml", `|https://news.google.com/x|Talks resume|||The Example Post|||"Talks resume" warning only a headline in the feed
`},
		{"atom-all-content-types.xml", `urn:1|https://example.org/news/a|HTML content|In short.|Desk|Example Wire|2021-03-22T09:00:00+01:00|en-GB|"One & two."
urn:2||XHTML content||Jane Doe|Example Wire|2021-03-23T10:15:00Z|en-GB|"One.\n\nTwo < three."
urn:3||Text content||Desk|Example Wire|2021-03-23|en-GB|"Line one,\nif a <b> c."
urn:4||Summary||Desk|Example Wire|2021-03-23|en-GB|"In short." warning only a summary in the feed
`},
		{"json-feed.json", `1|https://example.org/1|One||Jane Doe|Example Wire|2021-03-23T10:15:00+03:00|fr|"First.\n\nSecond."
2|||In short.||Example Wire|||"Plain <text>.\nLine."
`},
		{"cut-off-in-the-third-item.xml", `||One|||Example Wire|||1 paragraphs
||Two|||Example Wire|||1 paragraphs
error item 3: the feed is cut off inside it
`},
		{"one-broken-item.xml", `||One|||Example Wire|||1 paragraphs
error item 2: XML syntax error on line 1: unexpected EOF in CDATA section
||Three|||Example Wire|||1 paragraphs
`},
		{"markup-not-escaped.xml", `||One|||Example Wire|||"Envoys met.\nThey did\n\nnot agree." warning only a summary in the feed
`},
		{"no-items.xml", `error the feed has no items
`},
	} {
		t.Run(c.file, func(t *testing.T) {
			if got := show(r, file(t, c.file), ""); got != c.want {
				t.Errorf("got\n%swant\n%s", got, c.want)
			}
		})
	}
}

func TestOutlet(t *testing.T) {
	r := reader(t)
	for _, c := range []struct{ title, site, want string }{
		{"Press Releases – United States Department of State", "https://www.state.gov", "United States Department of State"},
		{"Press Releases – United States Department of State", "", "United States Department of State"},
		{"BBC News - World", "https://www.bbc.co.uk/news/", "BBC News"},
		{"World news | The Guardian", "https://www.theguardian.com/world", "The Guardian"},
		{"NYT > World News", "https://www.nytimes.com/section/world", "NYT"},
		{"Al Jazeera – Breaking News, World News and Video from Al Jazeera", "https://www.aljazeera.com", "Al Jazeera"},
		{"Al-Monitor: The Pulse of the Middle East", "https://www.al-monitor.com", "Al-Monitor"},
		{"Reuters: World News", "https://www.reuters.com", "Reuters"},
		{"The Example Post RSS Feed", "https://example.com", "The Example Post"},
		{"RSS: The Example Post", "", "The Example Post"},
		{"Middle East - The Example Post", "https://cdn.feeds.net", "The Example Post"},
		{"The Example Post > Middle East", "https://cdn.feeds.net", "The Example Post"},
		{"The Example Post » Feed", "https://cdn.feeds.net", "The Example Post"},
		{"Latest news", "https://example.com", ""},
		{"", "https://example.com", ""},
		{"UN News - Global perspective Human stories", "https://news.un.org/", "UN News"},
		{"ICRC | International Committee of the Red Cross", "https://www.icrc.org", "ICRC"},
		{"Xinhua", "::bad url", "Xinhua"},
	} {
		if got := r.outlets.of(c.title, c.site); got != c.want {
			t.Errorf("outlet of %q at %s = %q, want %q", c.title, c.site, got, c.want)
		}
	}
}

// Bombs of XML end in time, with a reason or with their items.
func TestHostileFeeds(t *testing.T) {
	r := reader(t)
	var scopes strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&scopes, "<x:a xmlns:n%d='u' xmlns:x='y'>", i)
	}
	for name, doc := range map[string]string{
		"billion laughs":     `<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss version="2.0"><channel><item><title>&b;</title><description>x</description></item></channel></rss>`,
		"external entity":    `<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel><item><title>&a;</title><description>x</description></item></channel></rss>`,
		"nested elements":    `<rss version="2.0"><channel><item><title>x</title><description>` + strings.Repeat("<a>", 50000) + `</description></item></channel></rss>`,
		"nested outside":     `<rss version="2.0"><channel>` + strings.Repeat("<a>", 50000) + `<item><title>x</title></item></channel></rss>`,
		"nested namespaces":  `<rss version="2.0"><channel><item><title>x</title></item>` + scopes.String(),
		"a large head":       `<rss version="2.0"><channel>` + strings.Repeat("<a></a>", 1<<13) + strings.Repeat("<item><title>x</title></item>", 2000) + `<a`,
		"a million items":    `<rss version="2.0"><channel>` + strings.Repeat("<item/>", 1_000_000),
		"a million objects":  `{"version":"https://jsonfeed.org/version/1","items":[` + strings.Repeat("{},", 1_000_000) + `{}]}`,
		"items never closed": `<rss version="2.0"><channel>` + strings.Repeat("<item><title>x</title>", 2000),
	} {
		t.Run(name, func(t *testing.T) {
			n, start := 0, time.Now()
			for rep, err := range r.Read(doc, "") {
				n++
				if err == nil && (strings.Contains(rep.Title, "aaaa") || strings.Contains(rep.Title, "root:")) {
					t.Errorf("an entity was expanded: %.100q", rep.Title)
				}
			}
			if n == 0 {
				t.Error("neither an item nor a reason")
			}
			if d := time.Since(start); d > time.Minute { // a second here; the race detector takes it tenfold
				t.Errorf("it took %v", d)
			}
		})
	}
}

// Whatever comes, each item has a text of valid UTF-8 or a reason.
func FuzzFeed(f *testing.F) {
	r := reader(f)
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		f.Add(file(f, filepath.Base(name)))
	}
	f.Fuzz(func(t *testing.T, doc string) {
		n := 0
		for rep, err := range r.Read(strings.ToValidUTF8(doc, "\ufffd"), "https://example.org/feed") {
			n++
			if err == nil && (rep.Body == "" || !utf8.ValidString(rep.Body) || !utf8.ValidString(rep.Title)) {
				t.Fatalf("title %q, text %q", rep.Title, rep.Body)
			}
		}
		if n == 0 {
			t.Fatal("neither an item nor a reason")
		}
	})
}
