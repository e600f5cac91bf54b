package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// settings gives the place of deeds in the field that their own words do not
// place: that of a deed that the sentence names ("in the attack"), of one in
// the same sentence, or of the last deed of the sentence before, in the same
// paragraph, where a sentence names no place itself; else the place that the
// report is from, where that is the country of a party.
func (r *reading) settings(events []draft) {
	for k := range r.drafts { // what a headline places is there where the text tells it again
		o := &r.drafts[k]
		if e := &events[o.into]; o.Place == "" && e.Place != "" && inTheField(o) && o.Status == chancery.Happened {
			o.Place, r.sentence = e.Place, o.sentence
			r.toldAt(o)
		}
	}
	for i := range events {
		d := &events[i]
		pledge := d.Type == chancery.Aid && (d.Status == chancery.Planned || d.Status == chancery.Offered)
		if d.Place != "" || d.Status != chancery.Happened && d.Status != chancery.Ongoing && !pledge {
			continue
		}
		r.sentence = d.sentence
		p := r.parses[d.sentence]
		if id, how := r.scene(p, d); id != "" {
			d.Place = id
			d.why.note("place", how, r.placeName(id), d.Trigger, nil)
			r.toldAt(d)
			continue
		}
		if inTheField(d) || d.Type == chancery.Retreat {
			if t := r.known(p, d); t != nil && t.place != "" {
				d.Place = t.place
				d.why.note("place", "of the deed told before that the words name", r.placeName(d.Place), d.Trigger, nil)
				continue
			}
			d.Place = r.toldPlace(d, d.sentence)
			if s := d.sentence - 1; d.Place == "" && !r.located(d.sentence) && s >= 0 && r.doc.Sentences[s].Paragraph == r.doc.Sentences[d.sentence].Paragraph {
				d.Place = r.toldPlace(d, s)
			}
			d.why.deed(r, d.Place)
		}
		if d.Place == "" && r.fromHere(p, d) {
			d.Place = r.home()
			if d.Place != "" {
				d.why.note("place", "no words place it: where the report is from", r.placeName(d.Place), d.Trigger, nil)
			}
		}
	}
}

// inTheField reports whether d is a deed that happens in one place.
func inTheField(d *draft) bool { return fieldType(d.Type) }

func fieldType(t chancery.EventType) bool {
	switch t {
	case chancery.Assault, chancery.Protest, chancery.Coerce, chancery.Mobilize:
		return true
	}
	return false
}

// toldAt lets what follows d go on from its place.
func (r *reading) toldAt(d *draft) {
	for i := range r.told {
		if t := &r.told[i]; t.sentence == d.sentence && t.token == d.token && t.typ == d.Type {
			t.place = d.Place
			return
		}
	}
	r.goOn(r.parses[d.sentence], d)
}

// toldPlace returns the place of the deeds in the field that sentence s tells,
// d excepted; "" where they have none or more than one.
func (r *reading) toldPlace(d *draft, s int) string {
	place := ""
	for i := range r.told {
		t := &r.told[i]
		if t.sentence != s || t.place == "" || t.aside || !fieldType(t.typ) || s == d.sentence && t.token == d.token {
			continue
		}
		if place != "" && place != t.place {
			return ""
		}
		place = t.place
	}
	return place
}

// located reports whether sentence s says where something is.
func (r *reading) located(s int) bool {
	p := r.parses[s]
	if p == nil {
		return false
	}
	was := r.sentence
	defer func() { r.sentence = was }()
	r.sentence = s
	for _, h := range r.placings(p) {
		if h.prep >= 0 && r.locates[keyed{p.t[h.prep].Lower, ""}] {
			return true
		}
	}
	for x := range p.nps { // "in the Qatari capital"
		if k := p.nps[x].prep; k >= 0 && p.inClass(x, r.classes["seat"]) && r.locates[keyed{p.t[k].Lower, ""}] {
			return true
		}
	}
	return false
}

// fromHere reports whether d is news of the place that the report is from: a
// protest, or a meeting, a signing or a summons that leads, whose sentence names
// no place.
func (r *reading) fromHere(p *parse, d *draft) bool {
	const lead = 2
	if p.s.Part != chancery.Body || r.located(d.sentence) {
		return false
	}
	switch d.Type {
	case chancery.Consult, chancery.Support:
		return r.bodySentences(d.sentence) <= lead && len(d.Actor) > 1 && (len(d.Mode) == 0 || d.Mode[0] != "phone")
	case chancery.Protest:
		return true
	case chancery.Accuse, chancery.Sanction:
		return r.seats[p.t[d.token].Lower] && r.bodySentences(d.sentence) <= lead
	}
	return false
}

// home returns the place of the dateline, else of the byline, "" where there
// is neither.
func (r *reading) home() string {
	by := ""
	for _, part := range r.doc.Article.Parts {
		if part.Kind == chancery.Byline && by == "" {
			by = r.byline(part)
		}
		if part.Kind != chancery.Dateline {
			continue
		}
		line := lang.Fold(strings.ToLower(part.Span.Text(r.doc.Article.Text)))
		for i := range r.Places {
			if pl := &r.Places[i]; pl.Kind != chancery.CountryPlace && strings.HasPrefix(line, lang.Fold(strings.ToLower(pl.Name))) {
				return pl.ID
			}
		}
	}
	return by
}
