package serve

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp/kb"
	"github.com/parquet-go/parquet-go"
)

// task is what somebody comes for.
type task struct {
	name string
	do   func(*visitor)
}

const byKeys = "read an article by keyboard alone"

var tasks = []task{
	{"find what Iraq asked for", findWhatWasAskedFor},
	{"see the words of a fact", seeTheWords},
	{"find out who first reported it", whoFirst},
	{"see when the next round is", whenNext},
	{"compare two casualty counts", compareCounts},
	{"see what is between two countries", betweenTwo},
	{"go from the map to a place", mapToPlace},
	{"narrow a search down by a facet", narrowDown},
	{"see what changed in an article", whatChanged},
	{"see why it was coded so", whyCoded},
	{byKeys, readByKeyboard},
	{"see what is planned in a calendar", planned},
	{"export to Parquet and open it", exportParquet},
	{"cite three facts in BibTeX", citeThree},
	{"correct a wrong actor and undo it", correctActor},
	{"take a report out of a happening and undo it", takeOut},
	{"comment on an event and find the comment again", commentOn},
	{"set an alert and get its signed webhook", setAlert},
	{"add a feed", addFeed},
	{"retry a page in quarantine", retryPage},
}

// TestTasks does what people come for, each task in a tab and on a record of
// its own.
func TestTasks(t *testing.T) {
	window, reports := browser(t), newsroom(t)
	for _, task := range tasks {
		t.Run(task.name, func(t *testing.T) { task.do(visit(t, window, reports)) })
	}
}

// TestTasksWithoutScript does them where no script runs, but for the one by
// keys, which the script adds.
func TestTasksWithoutScript(t *testing.T) {
	window, reports := browser(t), newsroom(t)
	for _, task := range tasks {
		if task.name == byKeys {
			continue
		}
		t.Run(task.name, func(t *testing.T) {
			v := visit(t, window, reports)
			v.does("switching scripts off", emulation.SetScriptExecutionDisabled(true))
			task.do(v)
		})
	}
}

const (
	found = `section[aria-labelledby="results"] .item`
	first = found + ` .what`
)

func findWhatWasAskedFor(v *visitor) {
	v.opens("/")
	v.asks("actor:IRQ type:REQUEST")
	v.reads(found, "Iraq", "United States", "Iraq has asked the United States for a date", "Gulf Observer, 24 March 2021")
}

func seeTheWords(v *visitor) {
	v.opens("/search?q=actor:IRQ+type:REQUEST")
	v.clicks(found + ` .src`)
	v.at("/article/sha256:")
	v.reads(".s:target", "Iraq has asked the United States for a date to resume strategic talks")
}

func whoFirst(v *visitor) {
	v.opens("/")
	v.asks("type:ASSAULT place:Faya-Largeau on:2027-09-03")
	v.clicks(first)
	v.at("/happening/")
	v.reads(".lead", "first told by Sahel Wire, 3 September 2027")
}

func whenNext(v *visitor) {
	v.opens("/dossier")
	v.writes(`main [name="of"]`, "Chad")
	v.writes(`main label + label [name="of"]`, "Sudan")
	v.clicks(button("Open"))
	v.reads("h1", "Chad and Sudan")
	v.reads(`section[aria-labelledby="next"]`, "planned", "December 2027", "Cairo")
}

func compareCounts(v *visitor) {
	v.opens("/")
	v.asks("type:ASSAULT place:Abéché")
	v.clicks(found + ` a[href$="#told"]`)
	v.reads(".versions", "5", "says Chadian army", "7", "Seven people were killed when mortars struck a barracks in Abéché, eastern Chad, on Tuesday, hospital officials said", "killing five Chadian soldiers")
}

func betweenTwo(v *visitor) {
	v.opens("/dossier")
	v.writes(`main [name="of"]`, "France")
	v.writes(`main label + label [name="of"]`, "Chad")
	v.clicks(button("Open"))
	v.at("/dossier?of=France&of=Chad")
	v.reads(`section[aria-labelledby="past"]`, "Claire Vasseur", "Idriss Kosseya", "visit")
	if n := v.count(".timeline a"); n < 3 {
		v.Errorf("the time line shows %d happenings", n)
	}
}

func mapToPlace(v *visitor) {
	v.opens("/map")
	v.clicks(`svg.on-wide a[href*="Khartoum"] circle`)
	v.at("/search?q=place:Khartoum")
	v.reads(found, "Khartoum")
	if items, here := v.count(found), v.count(found+` h3 a[href="/dossier?of=Khartoum"]`); items == 0 || here != items {
		v.Errorf("%d of %d happenings are there", here, items)
	}
}

func narrowDown(v *visitor) {
	v.opens("/search?q=party:TCD")
	all := v.number(".lead .dim", "")
	const planned = `#narrow .facet a[href*="status%3Aplanned"]`
	want := v.number("aside .facet li:has(a[href*='status%3Aplanned']) .n", "")
	v.clicks(planned)
	v.at("/search?q=party:TCD status:planned")
	if got := v.number(".lead .dim", ""); got != want || v.count(found+" .status.planned") != want || want >= all {
		v.Errorf("%d of %d happenings, and the facet said %d", got, all, want)
	}
	v.clicks("aside .facet a.on[href='/search?q=party%3ATCD']")
	v.at("/search?q=party:TCD")
	if got := v.number(".lead .dim", ""); got != all {
		v.Errorf("back at %d of %d", got, all)
	}
}

func whatChanged(v *visitor) {
	v.opens("/articles?words=Bomb+kills")
	v.clicks(`tbody a[href^="/article/"]`)
	v.reads(".notice", "Versions")
	v.clicks(`.notice a[href*="/against/"]`)
	v.reads("h1", "What changed")
	words := v.reads("del", "") + " " + v.reads("ins", "")
	if !strings.Contains(words, "four") || !strings.Contains(words, "six") || v.count("del") != 1 || v.count("ins") != 1 {
		v.Errorf("taken out and put in: %q", words)
	}
}

func whyCoded(v *visitor) {
	v.opens("/search?q=actor:IRQ+type:REQUEST")
	v.clicks(found + ` .src`)
	v.reads(".facts", "certain")
	v.clicks(".card a.why")
	v.reads(".reasons", "pattern", "confidence", "events/verbs.txt")
}

func readByKeyboard(v *visitor) {
	v.opens("/")
	v.does("to the articles", press("a"))
	v.reads("h1", "Articles")
	v.does("the first of them", press("j"))
	title := v.sees(`document.activeElement.innerText`, func(s string) bool { return s != "" })
	v.does("opening it", press(kb.Enter))
	v.reads("h1", title)
	v.tabs(".text a.f.event")
	v.does("what is marked there", press(kb.Enter))
	v.reads(".card:target", "certain")
	v.tabs(".card:target a.why")
	v.does("why it was coded so", press(kb.Enter))
	v.reads(".card:target .told-why", "pattern")
	v.does("the keys", press("?"))
	v.at("/help#keys")
}

func planned(v *visitor) {
	v.opens("/")
	v.asks("status:planned party:SDN after:2027-10-25")
	raw := string(v.takes(link("calendar")))
	flat := strings.ReplaceAll(raw, "\r\n ", "")
	for _, want := range []string{"BEGIN:VCALENDAR\r\n", "DTSTART;VALUE=DATE:20271201\r\n", "DTEND;VALUE=DATE:20280101\r\n", "LOCATION:Cairo\r\n", "STATUS:CONFIRMED\r\n", "END:VCALENDAR\r\n"} {
		if !strings.Contains(flat, want) {
			v.Errorf("%q is not in\n%s", want, flat)
		}
	}
}

func exportParquet(v *visitor) {
	v.opens("/")
	v.asks("party:TCD type:ASSAULT")
	total := v.number(".lead .dim", "")
	raw := v.takes(link("Parquet"))
	f, err := parquet.OpenFile(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		v.Fatal(err)
	}
	if q, _ := f.Lookup("chancery.query"); q != "party:TCD type:ASSAULT" {
		v.Errorf("it is of %q", q)
	}
	type row struct {
		Type     string `parquet:"type"`
		Begin    *int32 `parquet:"begin,optional,date"`
		Evidence []struct {
			Text string `parquet:"text"`
		} `parquet:"evidence,list"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(raw), int64(len(raw)))
	if err != nil || len(rows) != total || total == 0 {
		v.Fatalf("%d rows of %d happenings: %v", len(rows), total, err)
	}
	for _, r := range rows {
		if r.Type != "ASSAULT" || len(r.Evidence) == 0 || r.Evidence[0].Text == "" {
			v.Errorf("a row: %+v", r)
		}
	}
}

func citeThree(v *visitor) {
	entry := regexp.MustCompile(`(?m)^@misc\{(chancery-[0-9a-f]{16}),$`)
	for _, fact := range []struct{ query, title string }{
		{"actor:IRQ type:REQUEST", "Iraq asks Washington for a date for talks"},
		{"type:PROTEST", "Thousands march in N'Djamena against French troops"},
		{"type:RETREAT actor:SDN", "Chad reopens border with Sudan; soldiers freed"},
	} {
		v.opens("/")
		v.asks(fact.query)
		v.clicks(first)
		v.at("/happening/")
		reports := v.number(".lead", `· (?:\D.*· )?`)
		raw := string(v.takes(link("BibTeX")))
		if keys := entry.FindAllString(raw, -1); len(keys) != reports || !strings.Contains(raw, fact.title) || !strings.Contains(raw, "snapshot sha256:") {
			v.Errorf("%s: %d references for %d reports:\n%s", fact.query, len(keys), reports, raw)
		}
	}
}
