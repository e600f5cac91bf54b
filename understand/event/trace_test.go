package event

import (
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
)

// explained runs a text with and without reasons.
func (k *kit) explained(text string) (with, without Result, why []chancery.Explanation) {
	doc := k.lang.Document(sample.Article(text, "2021-03-23"))
	c := Context{Times: k.times.Find(doc), Places: k.places.Find(doc)}
	c.Cast = k.actors.Find(doc, c.Places...)
	c.Quotes = k.quotes.Find(doc, c.Cast)
	without = k.events.Find(doc, c)
	with, why = k.events.Explain(doc, c)
	return with, without, why
}

func TestReasonsAreThoseOfTheDecision(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, about, says, words, file string }{
		{"pattern", "Iraq condemned Iran on Monday.", "pattern", "fit", "condemned", "lexicon/events/verbs.txt"},
		{"actor", "Iraq condemned Iran on Monday.", "actor", "subj: Iraq", "Iraq", ""},
		{"recipient", "Iraq condemned Iran on Monday.", "recipient", "obj: Iran", "Iran", ""},
		{"time", "Iraq condemned Iran on Monday.", "time", "22 March 2021", "Monday", ""},
		{"modal", "Canada will send another 460 soldiers to Latvia.", "status", "planned", "will send", "lexicon/events/status.txt"},
		{"governed", "Turkey refused to release the prisoners.", "pattern", "fit", "refused", "lexicon/events/verbs.txt"},
		{"light verb", "Russia and Ukraine held talks on Monday.", "pattern", "fit", "held", "lexicon/events/verbs.txt"},
		{"noun", "Talks between Russia and Ukraine took place in Istanbul.", "pattern", "carries", "took", "lexicon/events/light.txt"},
		{"place", "Police arrested three protesters in Istanbul.", "place", "Istanbul", "Istanbul", ""},
		{"denial", "Russia denied attacking Ukraine.", "status", "denied", "denied", "lexicon/events/status.txt"},
		{"dropped", "Russia did not attack Ukraine.", "dropped", "not done", "", ""},
		{"no event", "Germany declined to comment on the raid.", "dropped", "no event", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, why := k.explained(c.text)
			for _, e := range why {
				for _, r := range e.Reasons {
					if r.About == c.about && strings.Contains(r.Says, c.says) && r.Words.Text(c.text) == c.words && r.File == c.file {
						return
					}
				}
			}
			t.Errorf("no such reason among %+v", why)
		})
	}
}

func TestReasonsChangeNothing(t *testing.T) {
	k := setup(t)
	text := "Iraq condemned Iran on Monday. Canada will send 460 soldiers to Latvia. Police fired tear gas at protesters in Istanbul. " +
		"Russia and Ukraine held talks in Istanbul. Iran denied attacking Iraq. Iraq again condemned Iran."
	with, without, why := k.explained(text)
	if len(with.Events) != len(without.Events) || len(with.Events) < 4 {
		t.Fatalf("%d events with reasons, %d without", len(with.Events), len(without.Events))
	}
	for i := range with.Events {
		a, b := with.Events[i], without.Events[i]
		if a.Trigger != b.Trigger || a.Status != b.Status || a.Type != b.Type || a.Confidence != b.Confidence {
			t.Errorf("event %d: %+v, else %+v", i, a, b)
		}
		if why[i].Event != a.ID || len(why[i].Reasons) == 0 {
			t.Errorf("event %s has the reasons %+v", a.ID, why[i])
		}
	}
}

func TestPathLeadsToTheTrigger(t *testing.T) {
	k := setup(t)
	text := "The government of Iraq condemned Iran."
	_, _, why := k.explained(text)
	for _, r := range why[0].Reasons {
		if r.About == "recipient" {
			if len(r.Edges) != 1 || r.Edges[0].Relation != "obj" || r.Edges[0].Head.Text(text) != "condemned" {
				t.Errorf("edges %+v", r.Edges)
			}
			return
		}
	}
	t.Error("no reason for the recipient")
}

// A reading that was not asked for reasons has no Trace: what it notes costs
// no memory.
func TestNoReasonsCostNothing(t *testing.T) {
	var none *Trace
	r := &reading{}
	d := &draft{}
	if n := testing.AllocsPerRun(100, func() {
		r.begin(&pattern{typ: chancery.Assault}, chancery.Span{Start: 1, End: 2})
		none.note("status", "a modal verb", "planned", chancery.Span{Start: 1, End: 2}, nil)
		none.path(nil, 1, 2)
		none.drop("negated")
		none.dropFor("nobody", "subj")
		none.dropAt("nobody", nil, 1)
		none.mark(&marks[0], 0.5)
		none.deed(r, "p1")
		none.plain("happened", chancery.Span{})
		none.again(nil)
		r.named(actorRole, "subj", d.Actor, chancery.Span{})
		r.role(nil, actorRole, "subj", d.Actor, 1, 2)
	}); n != 0 || none != nil || r.why != nil {
		t.Errorf("%v allocations", n)
	}
}
