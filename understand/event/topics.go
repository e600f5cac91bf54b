package event

import (
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// topics cuts the phrase that begins at token i at commas and conjunctions:
// "trade, culture and the withdrawal of troops".
func (p *parse) topics(i int) []chancery.Span {
	var out []chancery.Span
	from := -1
	end := i
	gerund := i < len(p.t) && p.t[i].Tag == "VBG" // a list with gerunds in it is no coordination of nouns
	for k := i; k < len(p.t) && !gerund; k++ {
		gerund = p.t[k].Tag == "VBG" && p.t[k].Lower != "including" && p.npAt[k] < 0 && k > 0 && (p.t[k-1].Text == "," || p.t[k-1].Tag == "CC")
	}
	if gerund && p.t[i].Tag == "VBG" {
		from, end, i = i, i+1, i+1
	}
	done := func() {
		for end > from+1 && from >= 0 && p.npAt[end-1] < 0 && (p.t[end-1].Tag == "IN" || p.t[end-1].Tag == "TO") {
			end--
		}
		if from >= 0 && end > from {
			out = append(out, p.span(from, end))
		}
		from = -1
	}
	for ; i < len(p.t); i++ {
		t := p.t[i]
		switch {
		case t.Text == "," || t.Tag == "CC":
			if t.Tag == "CC" && (!p.separates(i) || from >= 0 && end == from+1 && p.t[from].Tag == "VBG") { // "expanding and deepening trade"
				continue
			}
			done()
			k := i + 1
			for k < len(p.t) && (p.t[k].Tag == "CC" || p.t[k].Tag == "DT" || p.also(k)) && p.npAt[k] < 0 {
				k++
			}
			if k < len(p.t) && p.t[k].Tag == "VBG" && p.npAt[k] < 0 && p.t[k].Lower != "including" { // "…, expanding trade"
				from, end, i = k, k+1, k
				continue
			}
			if k >= len(p.t) || p.npAt[k] < 0 || p.nps[p.npAt[k]].first == p.npAt[k] && !gerund {
				return out
			}
		case t.Tag == "VBG" && gerund && i > 0 && p.t[i-1].Tag == "CC" && from >= 0:
			end = i + 1
		case p.npAt[i] >= 0:
			if from < 0 {
				from = p.withoutArticle(i)
			}
			i = p.nps[p.npAt[i]].to - 1
			end = i + 1
		case t.Tag == "TO" && from >= 0 && i+1 < len(p.t) && p.t[i+1].Tag == "VB" && p.g.head[i+1] >= from && p.g.head[i+1] < i: // "efforts to curb violence"
			i++
			end = i + 1
		case (t.Tag == "IN" || t.Tag == "POS" || t.Tag == "TO") && from >= 0 && !subordinates(t) && t.Lower != "including":
			if from >= 0 && p.leaves(i, from) { // "discussed the agenda with members of Congress"
				done()
				return out
			}
			if s := t.Lower; s != "of" && s != "in" && s != "on" && s != "with" && s != "to" && s != "between" && t.Tag != "POS" && s != "for" {
				done()
				return out
			}
		case t.Lower == "including" || t.Lower == "issues":
			from = -1
		case strings.HasPrefix(t.Tag, "RB") || strings.HasPrefix(t.Tag, "JJ") || t.Tag == "DT":
		default:
			done()
			return out
		}
	}
	done()
	return out
}

// leaves reports whether the phrase of preposition i hangs on no word of the
// topic that begins at token from.
func (p *parse) leaves(i, from int) bool {
	for x := range p.nps {
		if p.nps[x].prep == i {
			h := p.g.head[p.nps[x].node]
			return p.t[i].Lower == "with" && (h < from || h >= i)
		}
	}
	return false
}

// also reports whether token i belongs to "along with", "together with" or
// "as well as", which add a topic to a list.
func (p *parse) also(i int) bool {
	for _, words := range [...][]string{{"along", "with"}, {"together", "with"}, {"as", "well", "as"}} {
		for from := i; from > i-len(words) && from >= 0; from-- {
			k := 0
			for k < len(words) && from+k < len(p.t) && p.t[from+k].Lower == words[k] {
				k++
			}
			if k == len(words) {
				return true
			}
		}
	}
	return false
}

// withoutArticle skips the article and the owner of the phrase at token i.
func (p *parse) withoutArticle(i int) int {
	if p.t[i].Tag == "DT" && i+1 < len(p.t) && p.npAt[i+1] == p.npAt[i] {
		return i + 1
	}
	return i
}

// separates reports whether the conjunction at token i parts two topics: it
// does after a comma or between bare phrases, not inside "of A and B".
func (p *parse) separates(i int) bool {
	x := -1
	if i > 0 {
		x = p.npAt[i-1]
	}
	return x < 0 || p.nps[x].prep < 0 || i > 1 && p.t[i-1].Text == "," || p.t[p.nps[x].prep].Lower != "between" && p.t[p.nps[x].prep].Lower != "of"
}

// subjectTopics returns the topics that are the subject of the passive verb
// at token k: "trade and climate are to be discussed".
func (p *parse) subjectTopics(k int) []chancery.Span {
	c := &p.clauses[p.vgAt[k]]
	if c.subj < 0 {
		return nil
	}
	out := p.topics(p.nps[p.nps[c.subj].first].from)
	i := c.to
	if i < len(p.t) && p.t[i].Text == "," {
		i++
	}
	if i < len(p.t) && p.also(i) { // "are to be discussed, along with security"
		for i < len(p.t) && p.also(i) {
			i++
		}
		out = append(out, p.topics(i)...)
	}
	return out
}
