// Package quote finds who says what in an article: direct, indirect and mixed
// quotations as source, cue and content (PARC 3, PolNeAR), each with its
// speaker. Passages in marks are found first; what else is said is the clause,
// infinitive or noun phrase that a verb, noun or phrase of saying governs in
// the dependency tree. Verbs of saying, marks and phrases are data: the folder quotes of
// the lexicon.
package quote

import (
	"fmt"
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// Speakers resolves noun phrases to actors. *actor.Cast is one.
type Speakers interface {
	At(chancery.Span) string
	Resolve(chancery.Span) string
	Actor(id string) *chancery.Actor
	Author() string
	Unnamed(chancery.Span) string
}

// Finder finds the quotes of articles. It is safe for concurrent use.
type Finder struct {
	verbs    map[string][]cue // by form
	nouns    map[string]noun  // by form
	issues   map[string]bool  // lemmas of the verbs whose object is their subject's word: "issue"
	channels map[string]bool  // prepositions before a news organisation that speech came through
	written  map[string]bool  // lemmas of what speaks for who made it: "statement"
	speakers map[string]bool  // pronouns of who speaks or is spoken to
	mute     map[string]bool  // lemmas of what shows something but says nothing
	numbers  map[string]bool  // words that tell speakers without names apart: "official two"
	phrases  [][]string
	marks    []mark
}

// New compiles the lexicon's folder quotes and its pronouns.
func New(lex *lexicon.Lexicon) (*Finder, error) {
	in, err := lang.NewInflector(lex)
	if err != nil {
		return nil, err
	}
	f := &Finder{verbs: map[string][]cue{}, nouns: map[string]noun{}, issues: map[string]bool{}, channels: map[string]bool{}, written: map[string]bool{}, speakers: map[string]bool{}, numbers: map[string]bool{}, mute: map[string]bool{}}
	for _, step := range []struct {
		file string
		row  func(lexicon.Row) error
	}{
		{"quotes/cues", func(r lexicon.Row) error { return f.cueRow(r, in) }},
		{"quotes/nouns", func(r lexicon.Row) error { return f.nounRow(r, in) }},
		{"quotes/issues", func(r lexicon.Row) error {
			f.issues[r.Key()] = true
			return nil
		}},
		{"quotes/channels", func(r lexicon.Row) error {
			f.channels[r.Key()] = true
			return nil
		}},
		{"quotes/documents", func(r lexicon.Row) error {
			f.written[r.Key()] = true
			return nil
		}},
		{"quotes/mute", func(r lexicon.Row) error {
			f.mute[r.Key()] = true
			return nil
		}},
		{"actors/pronouns", func(r lexicon.Row) error {
			if r.Field(2) == "speaker" {
				f.speakers[r.Key()] = true
			}
			return nil
		}},
		{"figures/numbers", func(r lexicon.Row) error {
			f.numbers[r.Key()] = true
			return nil
		}},
		{"quotes/phrases", func(r lexicon.Row) error {
			f.phrases = append(f.phrases, strings.Fields(r.Key()))
			return nil
		}},
		{"quotes/marks", f.markRow},
	} {
		rows, err := lex.Rows(step.file + ".txt")
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			if err := step.row(r); err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

// Find returns the quotes q1, q2, … of doc in text order.
func (f *Finder) Find(doc *lang.Document, cast Speakers) []chancery.Quote {
	r := &reading{Finder: f, doc: doc, cast: cast, text: doc.Article.Text, turns: map[string]string{}}
	r.regions = f.regionsOf(doc)
	r.used = make([]bool, len(r.regions))
	for i := range doc.Sentences {
		switch doc.Sentences[i].Part {
		case chancery.Credit, chancery.Notice, chancery.Byline, chancery.Dateline:
			continue
		}
		r.sentence(i)
		r.block(i)
	}
	r.headline()
	r.loose()
	sort.SliceStable(r.out, func(i, j int) bool { return r.out[i].Content[0].Start < r.out[j].Content[0].Start })
	for i := range r.out {
		r.out[i].ID = fmt.Sprintf("q%d", i+1)
	}
	return r.out
}

// reading is the state of Find for one article.
type reading struct {
	*Finder
	doc     *lang.Document
	cast    Speakers
	text    string
	regions []region
	used    []bool            // regions that a quote has
	turns   map[string]string // actors of a transcript by their label
	out     []chancery.Quote
}

// quote makes a quote of contents and their source.
func (r *reading) quote(kind chancery.QuoteKind, content []chancery.Span, src source, cueSpan *chancery.Span, negative bool) *chancery.Quote {
	q := chancery.Quote{Kind: kind, Content: content, Cue: cueSpan, Polarity: chancery.Positive}
	if negative {
		q.Polarity = chancery.Negative
	}
	q.Verbatim = kind == chancery.Direct && r.doc.Article.Translated == nil
	if src.head >= 0 {
		span := src.span
		for _, c := range content {
			if span.Start < c.Start && c.Start < span.End { // who speaks is no part of what is said
				span.End = span.Start + len(strings.TrimRight(r.text[span.Start:c.Start], " \u00a0,:;-–—\"“'‘`«"))
			}
		}
		if span.Empty() {
			span = src.span
		}
		q.Source = &span
		if q.Speaker = src.id; q.Speaker == "" {
			q.Speaker = r.cast.Resolve(src.speaker)
		}
		if q.Speaker == "" && r.speakers[strings.ToLower(src.speaker.Text(r.text))] {
			q.Speaker = r.cast.Author()
		}
	}
	r.out = append(r.out, q)
	return &r.out[len(r.out)-1]
}

// loose takes the quoted passages that no cue is near: a paragraph in
// quotation marks goes on with the last speaker; a sentence in them within a
// paragraph belongs to the paragraph's speaker.
func (r *reading) loose() {
	sort.SliceStable(r.out, func(i, j int) bool { return r.out[i].Content[0].Start < r.out[j].Content[0].Start })
	cued := r.out
	var last *chancery.Quote
	next := 0
	var more []chancery.Quote
	for k := range r.regions {
		g := &r.regions[k]
		for next < len(cued) && cued[next].Content[len(cued[next].Content)-1].End <= g.open {
			last = &cued[next]
			next++
		}
		if r.used[k] {
			continue
		}
		if last != nil && k > 0 && r.regions[k-1].unclosed && g.leads && last.Content[len(last.Content)-1] == r.regions[k-1].content && r.follows(last, g) {
			last.Content = append(last.Content, g.content)
			continue
		}
		who := g.who
		if who.Empty() && g.words > 1 && !g.title {
			who = r.signed(k)
		}
		if who.Empty() && (g.words < 5 || g.title) {
			continue
		}
		q := chancery.Quote{Kind: chancery.Direct, Content: []chancery.Span{g.content}, Polarity: chancery.Positive,
			Verbatim: r.doc.Article.Translated == nil}
		if !who.Empty() {
			q.Source = &who
			q.Speaker = r.turnOf(who)
		} else if src := r.introduced(g); src.head >= 0 {
			q.Speaker, q.Source = r.cast.Resolve(src.speaker), &src.span
		} else if last != nil && r.follows(last, g) {
			q.Speaker, q.Source = last.Speaker, last.Source
		} else if !g.whole {
			continue
		}
		more = append(more, q)
		last = &more[len(more)-1]
	}
	r.out = append(r.out, more...)
}

// introduced is who speaks the passage g, which a colon opens after a clause
// without a verb of saying: "The minister defended the law: “…”". It is the
// clause's subject.
func (r *reading) introduced(g *region) source {
	i := r.doc.SentenceAt(g.open)
	if i < 0 || g.words < 5 {
		return nobody
	}
	if s := r.doc.Sentences[i].Span; s.Start == g.open && i > 0 && g.leads {
		i--
	}
	s := &r.doc.Sentences[i]
	if s.Span.Start >= g.open || !strings.HasSuffix(strings.TrimRight(r.text[s.Span.Start:g.open], " \u00a0\n"), ":") {
		return nobody
	}
	v := r.view(i)
	for k := range v.w {
		if v.is(k, "root") && v.w[k].Span.Start < g.open {
			if x := v.child(k, "nsubj"); x >= 0 && x < k && !v.quoted(x) {
				return v.named(x, k)
			}
		}
	}
	return nobody
}

// follows reports whether the passage g follows quote q closely enough to go on
// with its speaker: in the same paragraph or the next.
func (r *reading) follows(q *chancery.Quote, g *region) bool {
	i := r.doc.SentenceAt(q.Content[len(q.Content)-1].End - 1)
	j := r.doc.SentenceAt(g.content.Start)
	if i < 0 || j < 0 {
		return false
	}
	d := r.doc.Sentences[j].Paragraph - r.doc.Sentences[i].Paragraph
	return d == 0 || q.Kind != chancery.Indirect && d <= 2 && g.leads && strings.Count(r.text[q.Content[len(q.Content)-1].End:g.open], "\n") <= 2
}
