package score_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/score"
)

var goldDir = filepath.Join("..", "testdata", "gold")

func projectGold(t *testing.T) []score.Gold {
	t.Helper()
	gold, err := score.Load(os.DirFS(goldDir))
	if err != nil {
		t.Fatal(err)
	}
	return gold
}

// modesOf are the modes of each event type (PLOVER).
var modesOf = map[string]string{
	"CONSULT":  "visit third-party multilateral phone",
	"RETREAT":  "withdraw release disarm ceasefire access resign",
	"REQUEST":  "assist change yield meet",
	"ACCUSE":   "disapprove investigate allege",
	"REJECT":   "assist change yield meet",
	"THREATEN": "restrict arrest relations expel territory violence",
	"PROTEST":  "demo riot strike hunger boycott obstruct vandalize",
	"SANCTION": "convict expel withdraw discontinue",
	"MOBILIZE": "troops weapons police militia",
	"COERCE":   "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
	"ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone " +
		"heavy-weapons crowd-control unconventional",
}

const (
	actorKinds = "person government office armed_force armed_group party igo ngo media company people group other"
	statuses   = "happened ongoing planned requested offered threatened possible denied cancelled"
	measures   = "troops killed wounded detained displaced money weapons other"
	relations  = "equals about at_least at_most reduced_to reduced_by increased_to increased_by"
	timexTypes = "DATE TIME DURATION SET"
	mods       = "START MID END APPROX BEFORE AFTER ON_OR_BEFORE ON_OR_AFTER LESS_THAN MORE_THAN EQUAL_OR_LESS EQUAL_OR_MORE"
)

var (
	country = regexp.MustCompile(`^[A-Z]{3}$`)
	code    = regexp.MustCompile(`^[A-Z]{3}( [A-Z]{3})*$`)
	timex   = regexp.MustCompile(`^(\d{4}(-\d\d(-\d\d(T\d\d:\d\d|T(MO|MI|AF|EV|NI|DA))?)?|-(SP|SU|FA|WI|Q[1-4]|H[12])|-W\d\d(-WE)?)?` +
		`|P(T)?[\dX]+[A-Z]{1,2}|P2TNI|P2N|XXXX-XX-XXT(MO|MI|AF|EV|NI)|XXXX-WXX|\d{4}-\d\d(-XX)?TNI|T\d\d:\d\d|(PAST|PRESENT|FUTURE)_REF)$`)
	weekday = regexp.MustCompile(`\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b`)
)

// goldCheck collects what is wrong with one gold record.
type goldCheck struct {
	g      *score.Gold
	actors map[string]bool
	places map[string]bool
	faults []string
}

func (c *goldCheck) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *goldCheck) there(what string, parts ...string) {
	for _, p := range parts {
		if p == "" || !strings.Contains(c.g.Text, p) {
			c.fault("%s: %q is not in the text", what, p)
		}
	}
}

// once proves that a substring can stand for one place in the text only.
func (c *goldCheck) once(what string, parts ...string) {
	c.there(what, parts...)
	for _, p := range parts {
		if strings.Count(c.g.Text, p) > 1 {
			c.fault("%s: %q stands in the text more than once", what, p)
		}
	}
}

func (c *goldCheck) among(what, set string, words ...string) {
	for _, w := range words {
		if w == "" || !slices.Contains(strings.Fields(set), w) {
			c.fault("%s: %q is not one of: %s", what, w, set)
		}
	}
}

func (c *goldCheck) actor(what string, names ...string) {
	for _, n := range names {
		if n != "" && !c.actors[n] {
			c.fault("%s: %q is not listed among the actors", what, n)
		}
	}
}

func (c *goldCheck) party(what string, r score.Role) {
	for _, p := range r.Parties {
		for _, name := range p {
			switch {
			case !country.MatchString(name):
				c.actor(what, name)
			case c.actors[name]:
				c.fault("%s: the actor %q would be taken for a country code", what, name)
			}
		}
	}
}

func (c *goldCheck) value(what string, values ...string) {
	for _, v := range values {
		if v != "" && !timex.MatchString(v) {
			c.fault("%s: %q is no TIMEX3 value", what, v)
		}
	}
}

// checkGold proves that a gold record is sound: every substring is in the
// text, every word of a closed list is of it, and every name is listed.
func checkGold(g *score.Gold) []string {
	c := &goldCheck{g: g, actors: map[string]bool{}, places: map[string]bool{}}
	if _, err := time.Parse(time.DateOnly, g.Published); err != nil {
		c.fault("published: %v", err)
	}
	if g.ID != g.Name || g.Outlet == "" {
		c.fault("id %q or outlet %q", g.ID, g.Outlet)
	}
	if g.Translated != "" {
		c.among("translated", "machine human", g.Translated)
	}
	c.there("title", g.Title)
	for _, a := range g.Actors {
		if c.actors[a.Name] {
			c.fault("actor %s is listed twice", a.Name)
		}
		c.actors[a.Name] = true
		c.among("kind of "+a.Name, actorKinds, a.Kind)
		c.there("alias of "+a.Name, a.Aliases...)
		if a.Country != "" && !country.MatchString(a.Country) || a.Code != "" && !code.MatchString(a.Code) {
			c.fault("actor %s: country %q, code %q", a.Name, a.Country, a.Code)
		}
		if len(a.Aliases) == 0 && !strings.Contains(g.Text, a.Name) {
			c.fault("actor %s: neither its name nor an alias is in the text", a.Name)
		}
	}
	for _, p := range g.Places {
		c.places[p.Name] = true
		c.there("place", p.Name)
		if p.Country != "" && !country.MatchString(p.Country) || p.Lat == nil || p.Lon == nil {
			c.fault("place %s: no position, or country %q", p.Name, p.Country)
		}
	}
	c.times()
	c.quotes()
	c.events()
	c.figures()
	for _, a := range g.Agreements {
		c.there("agreement", a.Name)
	}
	c.there("agenda", g.Agenda...)
	c.once("lure", g.Lures...)
	return c.faults
}

func (c *goldCheck) times() {
	for _, x := range c.g.Times {
		what := fmt.Sprintf("time %q", x.Text)
		c.among(what, timexTypes, x.Type)
		c.value(what, append([]string{x.Value}, x.ValueAlt...)...)
		if x.Mod != "" {
			c.among(what, mods, x.Mod)
		}
		if x.Nth < 1 || strings.Count(c.g.Text, x.Text) < x.Nth {
			c.fault("%s: there is no occurrence %d", what, x.Nth)
		}
		day, err := time.Parse(time.DateOnly, x.Value[:min(len(x.Value), len(time.DateOnly))])
		if named := weekday.FindString(x.Text); named != "" && err == nil && day.Weekday().String() != named {
			c.fault("%s: %s is a %s", what, x.Value, day.Weekday())
		}
	}
}

func (c *goldCheck) quotes() {
	for _, q := range c.g.Quotes {
		what := fmt.Sprintf("quote %q", q.ContentFull)
		c.among(what, "direct indirect mixed", q.Kind)
		c.there(what, q.Parts()...)
		c.actor(what, q.Speaker)
		c.actor(what, q.Via...)
		if q.Speaker == "" || !strings.HasPrefix(q.ContentFull, q.Content) {
			c.fault("%s: no speaker, or other first words: %q", what, q.Content)
		}
		if strings.Trim(q.ContentFull, "“”\"") != q.ContentFull && q.Kind == "direct" {
			c.fault("%s: a direct quote holds its marks", what)
		}
	}
}

func (c *goldCheck) events() {
	for _, e := range c.g.Events {
		what := fmt.Sprintf("event %q", e.Evidence)
		c.once(what, e.Evidence)
		c.once(what, e.EvidenceAlt...)
		modes := ""
		for _, typ := range e.Type {
			if !slices.Contains(chancery.EventTypes[:], chancery.EventType(typ)) {
				c.fault("%s: type %q", what, typ)
			}
			modes += modesOf[typ] + " "
		}
		for _, m := range e.Mode {
			if m != "" {
				c.among(what, modes, m)
			}
		}
		if len(e.Type) == 0 || len(e.Status) == 0 || len(e.Actor.Parties) == 0 && !e.Actor.Optional {
			c.fault("%s: no type, status or actor", what)
		}
		c.among(what, statuses, e.Status...)
		c.value(what, e.Time...)
		c.party(what, e.Actor)
		c.party(what, e.Recipient)
		c.actor(what, e.ActorNames...)
		c.actor(what, e.RecipientNames...)
		if len(e.RecipientNames) > 0 && len(e.Recipient.Parties) == 0 {
			c.fault("%s: names of a recipient, but no recipient", what)
		}
		c.actor(what, append([]string{e.SaidBy}, e.SaidByAlt...)...)
		if e.Place != "" && !c.places[e.Place] {
			c.fault("%s: place %q is not listed", what, e.Place)
		}
	}
}

func (c *goldCheck) figures() {
	for _, f := range c.g.Figures {
		what := fmt.Sprintf("figure %q", f.Evidence)
		c.once(what, f.Evidence)
		c.among(what, measures, f.Measure)
		if len(f.Relation) == 0 || f.Unit == "" {
			c.fault("%s: no relation or unit", what)
		}
		c.among(what, relations, f.Relation...)
		c.actor(what, f.SaidBy)
		for _, x := range []string{f.Of, f.Place} {
			if !country.MatchString(x) {
				c.actor(what, x)
			}
		}
	}
}

// TestGoldFiles proves that the project's own gold is sound, so that no score
// suffers from a slip of the pen.
func TestGoldFiles(t *testing.T) {
	gold := projectGold(t)
	if len(gold) < 12 {
		t.Errorf("%d reports, want 12 or more", len(gold))
	}
	for i := range gold {
		g := &gold[i]
		t.Run(g.Name, func(t *testing.T) {
			for _, f := range checkGold(g) {
				t.Error(f)
			}
			if n := len(g.Events); n < 8 {
				t.Errorf("%d events, want 8 or more", n)
			}
		})
	}
}

// TestGoldCheckFinds proves that the check of the gold can fail.
func TestGoldCheckFinds(t *testing.T) {
	for name, spoil := range map[string]func(*score.Gold){
		"evidence not in the text": func(g *score.Gold) { g.Events[0].Evidence = "no such words" },
		"content not in the text":  func(g *score.Gold) { g.Quotes[0].ContentFull = "no such words" },
		"unknown status":           func(g *score.Gold) { g.Events[0].Status = score.Alternatives{"done"} },
		"mode of another type":     func(g *score.Gold) { g.Events[0].Mode = score.Alternatives{"phone"} },
		"unlisted party":           func(g *score.Gold) { g.Events[0].Actor.Parties[0] = score.Alternatives{"Atlantis"} },
		"unlisted source":          func(g *score.Gold) { g.Events[0].SaidBy = "Nobody" },
		"wrong weekday":            func(g *score.Gold) { g.Times[1].Value = "2022-08-18" },
		"too few occurrences":      func(g *score.Gold) { g.Times[0].Nth = 9 },
		"figure elsewhere":         func(g *score.Gold) { g.Figures[0].Evidence = "9,999 men" },
		"lure elsewhere":           func(g *score.Gold) { g.Lures[0] = "no such words" },
	} {
		t.Run(name, func(t *testing.T) {
			g := projectGold(t)[0]
			spoil(&g)
			if len(checkGold(&g)) == 0 {
				t.Error("the check finds nothing wrong")
			}
		})
	}
}

// TestGoldIsItsOwn proves that no sentence of the reference material is in
// the project's gold.
func TestGoldIsItsOwn(t *testing.T) {
	files, err := filepath.Glob(sample.Beside("gold", "records", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Skip("the reference reports ../shared/gold/records are not there")
	}
	end := regexp.MustCompile(`[.!?]["”’')]*\s+|\n`)
	own := map[string]string{}
	for _, g := range projectGold(t) {
		for _, s := range end.Split(g.Text, -1) {
			if len(strings.Fields(s)) > 3 {
				own[strings.TrimSpace(s)] = g.Name
			}
		}
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range end.Split(string(text), -1) {
			if name := own[strings.TrimSpace(s)]; name != "" {
				t.Errorf("%s repeats a sentence of %s: %s", name, filepath.Base(f), s)
			}
		}
	}
}
