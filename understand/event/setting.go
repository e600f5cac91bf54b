package event

import (
	"slices"

	chancery "github.com/chancery-project/chancery"
)

// settings gives the place of deeds in the field where no preposition names
// it: the place that is their object ("bombed Gori", "blocked the bridge"),
// that of a deed in the same sentence, or that of the last deed of the sentence
// before, in the same paragraph, where a sentence names no place itself.
func (r *reading) settings() {
	for i := range r.drafts {
		if d := &r.drafts[i]; d.Place == "" && inTheField(d) {
			if d.Place = r.objectPlace(d); d.Place != "" {
				d.why.note("place", "the place right after the trigger", r.placeName(d.Place), d.Trigger, nil)
			}
		}
	}
	r.drafts = slices.DeleteFunc(r.drafts, func(d draft) bool {
		return d.armed && d.Place == "" && len(d.Actor) == 0 && len(d.Recipient) == 0 // neither whom nor where
	})
	for i := range r.drafts {
		d := &r.drafts[i]
		if d.Place != "" || !inTheField(d) || d.Status != chancery.Happened && d.Status != chancery.Ongoing {
			continue
		}
		if d.Place = r.deedPlace(d, d.sentence); d.Place != "" || r.located(d.sentence) {
			d.why.deed(r, d.Place)
			continue
		}
		if s := d.sentence - 1; s >= 0 && r.doc.Sentences[s].Paragraph == r.doc.Sentences[d.sentence].Paragraph {
			d.Place = r.deedPlace(d, s)
			d.why.deed(r, d.Place)
		}
	}
}

// inTheField reports whether d is a deed that happens in one place.
func inTheField(d *draft) bool {
	switch d.Type {
	case chancery.Assault, chancery.Protest, chancery.Coerce, chancery.Mobilize:
		return true
	}
	return false
}

// objectPlace returns the place that stands right after d's trigger, "" for
// none.
func (r *reading) objectPlace(d *draft) string {
	p := r.parses[d.sentence]
	for _, pl := range r.Places {
		for _, m := range pl.Mentions {
			if m.Associative || !p.s.Span.Contains(m.Span) || m.Span.Start < d.Trigger.End {
				continue
			}
			k := p.tokenAt(m.Span.Start)
			for k > 0 && p.t[k-1].Span.Start >= d.Trigger.End && (p.t[k-1].Tag == "DT" || p.t[k-1].Tag == "JJ") {
				k--
			}
			if k > 0 && p.t[k-1].Span.End <= d.Trigger.End {
				return pl.ID
			}
		}
	}
	return ""
}

// deedPlace returns the place of the deeds in the field that sentence s tells;
// "" where they have none or more than one.
func (r *reading) deedPlace(not *draft, s int) string {
	place := ""
	for i := range r.drafts {
		d := &r.drafts[i]
		if d == not || d.sentence != s || d.Place == "" || !inTheField(d) || d.Status != chancery.Happened && d.Status != chancery.Ongoing {
			continue
		}
		if place != "" && place != d.Place {
			return ""
		}
		place = d.Place
	}
	return place
}

// located reports whether sentence s names a place that locates.
func (r *reading) located(s int) bool {
	for _, pl := range r.Places {
		for _, m := range pl.Mentions {
			if !m.Associative && r.doc.Sentences[s].Span.Contains(m.Span) {
				return true
			}
		}
	}
	return false
}
