// Package understand makes the record of an article: it runs the stages in
// their order and assembles what they find. What the stages know lies in
// their own packages and in the lexicon.
package understand

import (
	"fmt"
	"sync"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/understand/actor"
	"github.com/chancery-project/chancery/understand/event"
	"github.com/chancery-project/chancery/understand/place"
	"github.com/chancery-project/chancery/understand/quote"
	"github.com/chancery-project/chancery/understand/timex"
)

// Understander turns articles into records. It is safe for concurrent use.
type Understander struct {
	parsers sync.Pool // of *parse.Parser
	times   *timex.Finder
	places  *place.Finder
	actors  *actor.Finder
	quotes  *quote.Finder
	events  *event.Finder
}

// New compiles the lexicon for every stage. An error names the file and line
// that is at fault.
func New(lex *lexicon.Lexicon) (*Understander, error) {
	u := &Understander{}
	var err error
	for _, stage := range []func() error{
		func() (err error) { u.times, err = timex.New(lex); return },
		func() (err error) { u.places, err = place.New(lex); return },
		func() (err error) { u.actors, err = actor.New(lex); return },
		func() (err error) { u.quotes, err = quote.New(lex); return },
		func() (err error) { u.events, err = event.New(lex); return },
	} {
		if err = stage(); err != nil {
			return nil, fmt.Errorf("lexicon: %w", err)
		}
	}
	first, err := parse.New(lex, parse.Fast)
	if err != nil {
		return nil, err
	}
	u.parsers.New = func() any { return first.Clone() }
	return u, nil
}

// parse reads an article with a parser that no other goroutine has.
func (u *Understander) parse(a *chancery.Article) *lang.Document {
	p := u.parsers.Get().(*parse.Parser)
	defer u.parsers.Put(p)
	return p.Document(a)
}

// Record returns the record of an article. The article is not changed; the
// record refers to it. An article without English sentences gives a record
// with little in it, never an error.
func (u *Understander) Record(a *chancery.Article) *chancery.Record {
	r, _ := u.record(a, func(doc *lang.Document, c event.Context) (event.Result, []chancery.Explanation) {
		return u.events.Find(doc, c), nil
	})
	return r
}

// Explain is Record with the reasons for every event, in the order of the
// events, and then for what fitted a pattern and is no event all the same.
func (u *Understander) Explain(a *chancery.Article) (*chancery.Record, []chancery.Explanation) {
	return u.record(a, u.events.Explain)
}

func (u *Understander) record(a *chancery.Article, find func(*lang.Document, event.Context) (event.Result, []chancery.Explanation)) (*chancery.Record, []chancery.Explanation) {
	doc := u.parse(a)
	r := &chancery.Record{Article: a, Sentences: doc.Spans(), Warnings: append([]string(nil), a.Warnings...)}
	r.Times = u.times.Find(doc)
	r.Places = u.places.Find(doc)
	cast := u.actors.Find(doc, r.Places...)
	r.Quotes = u.quotes.Find(doc, cast)
	found, why := find(doc, event.Context{Times: r.Times, Places: r.Places, Cast: cast, Quotes: r.Quotes})
	r.Events, r.Figures, r.Agreements, r.Agendas = found.Events, found.Figures, found.Agreements, found.Agendas
	r.Actors = cast.Actors()
	return r, why
}
