package page

import (
	"errors"
	"slices"
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
)

// The reports below were written for these tests.
const (
	para1 = "GENEVA — The foreign ministers of the two countries met on Tuesday for the first time since the border was closed, officials said."
	para2 = "The talks, which lasted four hours, dealt with prisoners, grain and the reopening of the road between the two capitals."
	para3 = "A second round is planned for next month, the host said, although neither delegation would name a day or a place for it."
)

const navigation = `<nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>`

const related = `<div class="related-stories"><h3>Related stories</h3><ul><li><a href="/1">Border towns wait for trucks to return after a year of closure</a></li>
<li><a href="/2">What the two armies agreed at their last meeting in the mountains</a></li></ul></div>`

func partsOf(res *Result, kind chancery.PartKind) []string {
	var out []string
	for _, p := range res.Known {
		if p.Kind == kind {
			out = append(out, p.Span.Text(res.Article.Text))
		}
	}
	return out
}

// An article is found whatever the page is built of.
func TestShapes(t *testing.T) {
	r := newReader(t)
	ps := "<p>" + para1 + "</p><p>" + para2 + "</p><p>" + para3 + "</p>"
	for _, c := range []struct{ name, page string }{
		{"no article element", "<body>" + navigation + "<div id=main><h1>Ministers meet</h1>" + ps + "</div>" + related + "<footer>© Daily Ledger</footer>"},
		{"AMP", "<html amp><body><header class=site-header><a href=/>Daily Ledger</a></header><article><h1>Ministers meet</h1><amp-img src=x></amp-img><div class=amp-wp-content>" +
			ps + "</div></article><amp-sidebar>" + navigation + "</amp-sidebar>"},
		{"tables of the nineties", "<title>Ministers meet - Daily Ledger</title><body><table width=100%><tr><td width=120><a href=1>Home</a><br><a href=2>World</a></td><td><font size=5>Ministers meet</font><br><br>" +
			para1 + "<br><br>" + para2 + "<p>" + para3 + "</td><td><a href=3>Weather</a></td></tr></table>"},
		{"text in JSON-LD only", `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebSite","name":"Daily Ledger"},{"@type":["NewsArticle"],"headline":"Ministers meet","articleBody":"` +
			para1 + `\n\n` + para2 + `\n\n` + para3 + `"}]}</script><body><div id=root></div><p>Please turn on JavaScript.</p>`},
		{"print version", "<title>Ministers meet | Daily Ledger</title><body onload=print()><p><b>Daily Ledger</b></p><h2>Ministers meet</h2><hr>" + ps + "<hr><a href=/>Back</a>"},
		{"live blog", "<body>" + navigation + "<main><h1>Ministers meet: live</h1><div class=live-posts><div class=post><time datetime=2021-03-23T10:05:00Z>10:05</time><p>" + para1 +
			"</p></div><div class=post><time datetime=2021-03-23T10:25:00Z>10:25</time><p>" + para2 + "</p></div><div class=post><time>10:40</time><p>" + para3 + "</p></div></div></main>" + related},
		{"wire text in pre", "<body><h1>Ministers meet</h1><pre>" + para1 + "\n\n" + para2 + "\n\n" + para3 + "</pre>"},
		{"all in a form", "<body><form id=aspnetForm>" + navigation + "<div class=content><h1>Ministers meet</h1>" + ps + "</div></form>"},
		{"a layout named for its sidebar", "<body><div class='with-sidebar has-menu'>" + navigation + "<h1>Ministers meet</h1>" + ps + "</div>"},
		{"first paragraph apart", "<body><main><h1>Ministers meet</h1><p class=intro>" + para1 + "</p><div class=ad-slot>Advertisement</div><div class=story><p>" + para2 + "</p><p>" + para3 + "</p></div></main>" + related},
		{"newsletter box inside", "<body><article><h1>Ministers meet</h1><p>" + para1 + "</p><div class=newsletter-signup><p>Sign up for our morning briefing, with all the news that you need, in your inbox.</p></div><p>" + para2 + "</p><p>" + para3 + "</p></article>"},
		{"not closed at all", "<title>Ministers meet</title>" + navigation + "<p>" + para1 + "<p>" + para2 + "<p>" + para3},
	} {
		t.Run(c.name, func(t *testing.T) {
			res, err := r.Read(c.page, Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkSpans(t, res)
			if got, want := partsOf(res, chancery.Body), []string{para1, para2, para3}; !slices.Equal(got, want) {
				t.Errorf("body %q, want %q", got, want)
			}
		})
	}
}

func TestParts(t *testing.T) {
	const page = `<!DOCTYPE html><html lang="en-GB"><head><title>Ministers meet | Daily Ledger</title>
<meta property="og:site_name" content="Daily Ledger"><meta property="article:published_time" content="2021-03-23T18:05:00+01:00"></head>
<body>` + navigation + `<article><header><h1>Ministers meet in Geneva</h1><h2 class="article__standfirst">First talks since the border was closed a year ago</h2>
<div class="byline">By <a href="/ann">Ann Lee</a> and Omar Haddad</div><time datetime="2021-03-23">23 March 2021</time></header>
<figure><img src=x><figcaption>The two ministers arrive on Tuesday. <span class="credit">AP</span></figcaption></figure>
<div class="article-body"><p>` + para1 + `</p><figure><img src=y><figcaption>A closed road.</figcaption></figure><p>` + para2 + `</p>
<h3>What comes next</h3><p>` + para3 + `</p><p class="correction">An earlier version of this report named the wrong hotel.</p></div></article>` + related + `</body></html>`
	res, err := newReader(t).Read(page, Options{URL: "https://ledger.example/2021/ministers"})
	if err != nil {
		t.Fatal(err)
	}
	checkSpans(t, res)
	a := res.Article
	for _, c := range []struct{ what, got, want string }{
		{"title", a.Title, "Ministers meet in Geneva"},
		{"standfirst", a.Standfirst, "First talks since the border was closed a year ago"},
		{"bylines", strings.Join(a.Bylines, "; "), "Ann Lee; Omar Haddad"},
		{"outlet", a.Outlet, "Daily Ledger"},
		{"published", a.Published + " " + string(a.PublishedFrom), "2021-03-23T18:05:00+01:00 metadata"},
		{"language", a.Language, "en-GB"},
		{"headline", strings.Join(partsOf(res, chancery.Headline), "|"), "Ministers meet in Geneva"},
		{"byline", strings.Join(partsOf(res, chancery.Byline), "|"), "By Ann Lee and Omar Haddad"},
		{"captions", strings.Join(partsOf(res, chancery.Caption), "|"), "The two ministers arrive on Tuesday.|A closed road."},
		{"credit", strings.Join(partsOf(res, chancery.Credit), "|"), "AP"},
		{"notice", strings.Join(partsOf(res, chancery.Notice), "|"), "An earlier version of this report named the wrong hotel."},
		{"body", strings.Join(partsOf(res, chancery.Body), "|"), strings.Join([]string{para1, para2, "What comes next", para3}, "|")},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
	if len(a.Warnings) > 0 {
		t.Errorf("warnings %q", a.Warnings)
	}
}

func TestPublished(t *testing.T) {
	r := newReader(t)
	body := "<p>" + para1 + "</p><p>" + para2 + "</p><p>" + para3 + "</p>"
	for _, c := range []struct{ name, page, url, want string }{
		{"given", "<meta name=date content=2020-01-01>" + body, "", "2019-05-06 metadata"},
		{"JSON-LD before meta", `<meta name=date content=2020-01-01><script type="application/ld+json">[{"@type":"NewsArticle","datePublished":"2021-02-03T04:05:06Z"}]</script>` + body, "", "2021-02-03T04:05:06Z metadata"},
		{"meta", "<meta itemprop=datePublished content='2021-02-03'>" + body, "", "2021-02-03 metadata"},
		{"time element", "<h1>A</h1><time datetime='2021-02-03T04:05:00Z'>3 Feb</time>" + body, "", "2021-02-03T04:05:00Z page"},
		{"address", body, "https://ledger.example/world/2021/2/3/ministers-meet", "2021-02-03 page"},
		{"words by the headline", "<h1>Ministers meet</h1><div>Published: February 3, 2021</div>" + body, "", "2021-02-03 page"},
		{"none", body, "", " "},
	} {
		opt := Options{URL: c.url}
		if c.name == "given" {
			opt.Published = "2019-05-06"
		}
		res, err := r.Read(c.page, opt)
		if err != nil {
			t.Fatal(err)
		}
		if got := res.Article.Published + " " + string(res.Article.PublishedFrom); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestBylines(t *testing.T) {
	b := newReader(t).bylines
	for in, want := range map[string]string{
		"By Ann Lee": "Ann Lee", "Ann Lee and Omar Haddad": "Ann Lee; Omar Haddad", "Ann Lee, Omar Haddad & Li Na": "Ann Lee; Omar Haddad; Li Na",
		"ROBERT BURNS, AP National Security Writer": "ROBERT BURNS", "https://x.example/ann": "", "Reuters": "Reuters", "Ann Lee, PhD": "Ann Lee",
	} {
		if got := strings.Join(b.names(in), "; "); got != want {
			t.Errorf("names(%q) = %q, want %q", in, got, want)
		}
	}
}

// What cannot be told apart is given whole, and said so.
func TestNoArticle(t *testing.T) {
	r := newReader(t)
	res, err := r.Read("<nav><a href=x>Home</a></nav><div class=menu>Short</div>", Options{})
	if err != nil || len(res.Article.Warnings) != 1 || res.Article.Text != "Home\n\nShort" {
		t.Errorf("got %+v, %v", res, err)
	}
	if _, err := r.Read("<div><img src=x></div>", Options{}); !errors.Is(err, ErrNoText) {
		t.Errorf("a page without text: error %v", err)
	}
	res, err = r.Read(para1+"\n\n"+para2, Options{})
	if err != nil || res.Article.Text != para1+"\n\n"+para2 {
		t.Errorf("plain text: %+v, %v", res, err)
	}
}
