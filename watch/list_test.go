package watch_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/watch"
)

func TestLists(t *testing.T) {
	two := []watch.Listed{{URL: "https://a.example/feed", Title: "The A"}, {URL: "http://b.example/rss?x=1&y=2", Title: "B & Co"}}
	for _, c := range []struct{ name, list string }{
		{"lines", "# my feeds\nhttps://a.example/feed The A\n\nhttp://b.example/rss?x=1&y=2\tB & Co\r\nhttps://a.example/feed again\n"},
		{"opml 1.0", `<opml version="1.0"><head/><body><outline text="The A" xmlUrl="https://a.example/feed"/><outline title="B &amp; Co" text="b" xmlUrl="http://b.example/rss?x=1&amp;y=2"></outline></body></opml>`},
		{"opml 2.0 in folders, other case, not strict", `<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><body><outline text="Folder"><outline type="rss" text="The A" XMLURL="https://a.example/feed">
			</outline><outline text="deeper"><outline text="B &amp; Co" xmlUrl="http://b.example/rss?x=1&y=2"/></outline></outline><outline text="a link" url="https://c.example"/></body></opml>`},
		{"with a byte order mark", "\ufeffhttps://a.example/feed The A\nhttp://b.example/rss?x=1&y=2 B & Co"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := watch.ParseList([]byte(c.list))
			if err != nil || !reflect.DeepEqual(got, two) {
				t.Errorf("%q %v", got, err)
			}
		})
	}
}

func TestBadListsSayWhy(t *testing.T) {
	for _, c := range []struct{ name, list, want string }{
		{"empty", "", "names no feed"},
		{"no feed in it", "<opml><body><outline text='x'/></body></opml>", "names no feed"},
		{"an RSS feed", `<?xml version="1.0"?><rss version="2.0"><channel><title>A</title></channel></rss>`, "a feed itself"},
		{"an RSS 1.0 feed", `<rdf:RDF xmlns:rdf="x"><channel/></rdf:RDF>`, "a feed itself"},
		{"an Atom feed", `<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title></feed>`, "a feed itself"},
		{"a JSON feed", "\n{\"version\": \"https://jsonfeed.org/version/1.1\"}", "a feed itself"},
		{"a path", "https://a.example/feed\n/etc/passwd\n", "line 2"},
		{"another scheme", "file:///etc/passwd", "neither http"},
		{"folders without end", strings.Repeat("<outline>", 5000), "nest"},
		{"an entity that grows", `<!DOCTYPE opml [<!ENTITY a "aaaa">]><opml><body><outline xmlUrl="&a;"/></body></opml>`, "names no feed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := watch.ParseList([]byte(c.list)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%q %v", got, err)
			}
		})
	}
}

func TestOPMLComesBack(t *testing.T) {
	var b bytes.Buffer
	if err := watch.WriteOPML(&b, []record.Feed{{URL: "https://a.example/f?x=1&y=<2>", Title: `The "A" & B`}, {URL: "https://b.example/"}}); err != nil {
		t.Fatal(err)
	}
	got, err := watch.ParseList(b.Bytes())
	want := []watch.Listed{{URL: "https://a.example/f?x=1&y=<2>", Title: `The "A" & B`}, {URL: "https://b.example/", Title: "https://b.example/"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q %v from %s", got, err, b.String())
	}
}

func FuzzList(f *testing.F) {
	f.Add([]byte("https://a.example/feed The A\n# x"))
	f.Add([]byte(`<opml><body><outline xmlUrl="https://a.example"/></body></opml>`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		list, err := watch.ParseList(raw)
		if err == nil && len(list) == 0 {
			t.Error("neither a feed nor a reason")
		}
		for _, l := range list {
			if !watch.IsAddress(l.URL) {
				t.Errorf("%q", l.URL)
			}
		}
	})
}
