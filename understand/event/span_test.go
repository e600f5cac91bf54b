package event

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
)

// exact checks that every span of what was found lies in the text on rune
// boundaries, is not empty, and lies in one sentence where it is not one; and
// that every reference is to something.
func (k *kit) exact(text string) error {
	r, c := k.find(text)
	times, places, quotes, events := map[string]bool{"": true}, map[string]bool{"": true}, map[string]bool{"": true}, map[string]bool{"": true}
	for _, t := range c.Times {
		times[t.ID] = true
	}
	for _, p := range c.Places {
		places[p.ID] = true
	}
	for _, q := range c.Quotes {
		quotes[q.ID] = true
	}
	whole := func(s chancery.Span) bool {
		return s.Start >= 0 && s.Start < s.End && s.End <= len(text) && utf8.RuneStart(text[s.Start]) && (s.End == len(text) || utf8.RuneStart(text[s.End]))
	}
	tight := func(s chancery.Span) bool {
		return whole(s) && strings.TrimSpace(s.Text(text)) == s.Text(text)
	}
	for _, e := range r.Events {
		events[e.ID] = true
		inside := false
		for _, s := range e.Evidence {
			if !whole(s) {
				return fmt.Errorf("%s: evidence %v of %d bytes", e.ID, s, len(text))
			}
			inside = inside || s.Contains(e.Trigger)
		}
		if !tight(e.Trigger) || !inside {
			return fmt.Errorf("%s: trigger %v %q is not in its evidence %v", e.ID, e.Trigger, e.Trigger.Text(text), e.Evidence)
		}
		for _, ids := range [][]string{e.Actor, e.Recipient, e.Mediator, e.DeniedBy} {
			for _, id := range ids {
				a := c.Cast.Actor(id)
				if a == nil {
					return fmt.Errorf("%s: no actor %q", e.ID, id)
				}
				for _, m := range a.Mentions {
					if !tight(m.Span) {
						return fmt.Errorf("%s: mention %v of %s", e.ID, m.Span, a.Name)
					}
				}
			}
		}
		if !places[e.Place] || !quotes[e.SaidBy] || e.Time != nil && !times[e.Time.Timex] {
			return fmt.Errorf("%s: place %q, quote %q or time %+v refers to nothing", e.ID, e.Place, e.SaidBy, e.Time)
		}
	}
	for _, f := range r.Figures {
		if !tight(f.Span) || !events[f.Event] || !places[f.Place] || !quotes[f.SaidBy] || f.Of != "" && c.Cast.Actor(f.Of) == nil {
			return fmt.Errorf("figure %+v", f)
		}
	}
	for _, g := range r.Agreements {
		if g.Name == "" || len(g.Mentions) == 0 {
			return fmt.Errorf("agreement %+v", g)
		}
		for _, m := range g.Mentions {
			if !tight(m.Span) {
				return fmt.Errorf("agreement %s: mention %v", g.Name, m.Span)
			}
		}
	}
	for _, a := range r.Agendas {
		for _, t := range a.Topics {
			if a.Event == "" || !events[a.Event] || !tight(t.Span) || t.Span.Text(text) != t.Text {
				return fmt.Errorf("topic %+v of %q", t, a.Event)
			}
		}
	}
	return nil
}

var oddSentences = []string{
	"Kenya condemned Uganda on Monday",
	"“We condemn Uganda’s attack on Kisumu,” the Kenyan president said",
	"Police arrested 37 people in Mombasa on 3 March",
	"Kenya and Uganda signed the Treaty of Kampala and discussed trade, fishing rights and the return of refugees",
	"Uganda’s foreign minister, José Núñez‐O’Brien, will meet his Kenyan counterpart in Kisumu next week for a second round of talks",
	"Norway pledged $60 million to Chad; the EU gave €5m",
	"Rebels denied killing at least twelve soldiers in Kisumu",
	"Kenya expelled two Ugandan diplomats, and Uganda called off the talks",
}

// deform puts what real pages hold into a sentence: no-break, thin and
// zero-width spaces, soft hyphens, combining marks, bidi marks, other quotes,
// cut ends, words in capitals.
func deform(r *rand.Rand, s string) string {
	runes := []rune(s)
	var b strings.Builder
	odd := []string{"\u00a0", "\u2009", "\u200b", "\u00ad", "\u0301", "\u202e", "\u2060", "\ufeff", "“", "”", "’", "'", "\"", "…", "—", " ", "  ", "(", ")", ",", "𝔎", "é", "ك", "国", "🇺🇳", "\t"}
	for i, c := range runes {
		switch {
		case r.Intn(40) == 0:
			b.WriteString(odd[r.Intn(len(odd))])
			b.WriteRune(c)
		case c == ' ' && r.Intn(6) == 0:
			b.WriteString("\u00a0")
		case r.Intn(120) == 0:
		case r.Intn(400) == 0 && i > 0:
			return b.String()
		default:
			b.WriteRune(c)
		}
	}
	if r.Intn(8) == 0 {
		return strings.ToUpper(b.String())
	}
	return b.String()
}

func TestSpansAreExactInOddText(t *testing.T) {
	k := setup(t)
	n := 150
	if testing.Short() {
		n = 40
	}
	for seed := range n {
		r := rand.New(rand.NewSource(int64(seed)))
		var text strings.Builder
		for range 1 + r.Intn(4) {
			text.WriteString(deform(r, oddSentences[r.Intn(len(oddSentences))]))
			text.WriteString([]string{". ", ".\n", "?\n", ".” ", "\n", "! ", " "}[r.Intn(7)])
		}
		if err := k.exact(text.String()); err != nil {
			t.Errorf("seed %d: %v\n%q", seed, err, text.String())
		}
	}
}

func TestOddSentencesTellEvents(t *testing.T) {
	k := setup(t)
	for _, s := range oddSentences { // else the test above would prove nothing
		if r, _ := k.find(s + "."); len(r.Events) == 0 {
			t.Errorf("no event in %q", s)
		}
	}
}

func TestSpansAreExactInStateDepartmentReleases(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 60 whole releases")
	}
	f, err := os.Open("../../../shared/corpora/state_dept_press.jsonl")
	if err != nil {
		t.Skip("no shared folder beside the project: ", err)
	}
	defer f.Close()
	k := setup(t)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	read := 0
	for n := 0; lines.Scan(); n++ {
		if n%30 != 0 {
			continue
		}
		var page struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &page); err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
		if page.Text == "" {
			continue
		}
		read++
		if err := k.exact(page.Text); err != nil {
			t.Errorf("line %d: %v", n+1, err)
		}
	}
	if err := lines.Err(); err != nil || read == 0 {
		t.Fatalf("%d releases read, %v", read, err)
	}
}

func FuzzSpans(f *testing.F) {
	k := setup(f)
	for _, s := range oddSentences {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || len(text) > 600 {
			return
		}
		if err := k.exact(text); err != nil {
			t.Errorf("%v\n%q", err, text)
		}
	})
}
