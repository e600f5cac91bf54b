package actor

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// uncounted is a name without the number that it begins with: "four fighters"
// and "fighters" are called alike.
func uncounted(s string) string {
	words := strings.Fields(s)
	k := 0
	for k+1 < len(words) {
		w := strings.ToLower(words[k])
		if numeral(w) || w == "least" || w == "most" || w == "about" || w == "some" || w == "nearly" || w == "around" || k > 0 && (w == "hundred" || w == "thousand" || w == "million" || w == "dozen") {
			k++
			continue
		}
		break
	}
	return strings.Join(words[k:], " ")
}

// national is the name of a nominal with the country's adjective that all
// articles use: "US troops" for "American troops" and "U.S. troops".
func (r *resolver) national(i int, x *np, name string) string {
	s := &r.sentences[i]
	for k := x.from; k < x.head; k++ {
		pc := s.scan.at[k]
		if pc == nil || !pc.is(adjective) && !pc.is(countryName) || pc.phrase.entry.code != "" || pc.to > x.head || pc.to < len(s.s.Tokens) && s.s.Tokens[pc.to].Tag == "POS" {
			continue
		}
		words, a := r.text(i, pc.from, pc.to), r.finder.countries[pc.phrase.entry.iso].adjective
		if a != "" && strings.HasPrefix(name, words+" ") && r.finder.countries[pc.phrase.entry.iso].owns(words) {
			return a + strings.TrimPrefix(name, words)
		}
	}
	return name
}

func numeral(w string) bool {
	if w == "" {
		return false
	}
	if w[0] >= '0' && w[0] <= '9' {
		return true
	}
	switch w {
	case "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "twenty", "thirty", "forty", "fifty", "hundreds", "thousands", "dozens", "several", "many":
		return true
	}
	return false
}

// introduced ties a counted group to the persons whom the next sentences name
// one by one: "Two French aid workers were freed. Ann Lund, 41, and Luc Oger,
// 36, had been …". They are its members, of its country and sector.
func (r *resolver) introduced() {
	for i := range r.sentences {
		people := r.series(i)
		if len(people) < 2 {
			continue
		}
		if g := r.countedGroup(i, len(people)); g != nil {
			for _, p := range people {
				p.actor.Country, p.actor.Code = g.actor.Country, g.actor.Code
			}
			g.members = people
		}
	}
}

// series lists the persons that sentence i begins with, each with an age and
// nothing else said of them.
func (r *resolver) series(i int) []*person {
	t := r.sentences[i].s.Tokens
	var out []*person
	at := 0
	for _, k := range r.spoken[i] {
		m := &r.mentions[k]
		if m.Span.Start < t[min(at, len(t)-1)].Span.Start {
			continue
		}
		p := m.who
		if at >= len(t) || m.Span.Start != t[at].Span.Start || p.actor.Kind != chancery.Person || len(p.tokens) < 2 || p.known != nil || p.actor.Country != "" || p.actor.Role != "" {
			break
		}
		for at < len(t) && t[at].Span.Start < m.Span.End {
			at++
		}
		aged := false
		for at < len(t) && (t[at].Text == "," || t[at].Lower == "and" || t[at].Kind == lang.Number) {
			aged = aged || t[at].Kind == lang.Number
			at++
		}
		if !aged {
			return nil
		}
		out = append(out, p)
	}
	return out
}

// countedGroup is the group of n people that a sentence shortly before i, or
// the headline, tells of; nil where there is none.
func (r *resolver) countedGroup(i, n int) *person {
	for back := 1; back <= nearby && back <= i; back++ {
		t := r.sentences[i-back].s.Tokens
		for _, k := range r.spoken[i-back] {
			m := &r.mentions[k]
			if p := m.who; !p.plural || len(p.members) > 0 || p.actor.Code == "" || m.Kind != chancery.Nominal {
				continue
			}
			for _, w := range t {
				if w.Span.Start >= m.Span.Start && w.Span.End <= m.Head.Start && numbers[w.Lower] == n {
					return m.who
				}
			}
		}
	}
	return nil
}
