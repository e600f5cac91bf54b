package actor

import (
	"strings"

	"github.com/chancery-project/chancery/lang"
)

// compound reads "US-Iraq": two countries in one token. It reports whether it
// is one.
func (p *parser) compound(i int) bool {
	found := p.halves(i)
	if found == nil {
		return false
	}
	if p.national(i, i+1) {
		return true // "an Iranian-Cypriot" is somebody
	}
	p.out = append(p.out, found...)
	return true
}

// national reports whether the country's adjective at tokens [i, j) stands for
// a person: "an Iranian,".
func (p *parser) national(i, j int) bool {
	if i == 0 || p.tokens[i-1].Lower != "a" && p.tokens[i-1].Lower != "an" {
		return false
	}
	if j >= len(p.tokens) || p.tokens[j].Kind == lang.Mark {
		return true
	}
	switch p.tokens[j].Lower {
	case "who", "from", "born", "living", "national", "citizen", "by", "in":
		return true
	}
	return false
}

// halves are the two countries of a word like "US-Iraq"; nil where it is none.
func (p *scanner) halves(i int) []*np {
	t := p.tokens[i]
	if !t.Cap || !strings.ContainsAny(t.Text, "-/") {
		return nil
	}
	parts := strings.FieldsFunc(t.Text, func(r rune) bool { return r == '-' || r == '/' })
	if len(parts) != 2 {
		return nil
	}
	var found []*np
	for _, w := range parts {
		toks := []lang.Token{{Text: w, Lower: strings.ToLower(w), Cap: true}}
		ph := p.v.match(toks, 0, func(p *phrase) bool { return p.class == countryName || p.class == adjective || p.class == seat })
		if ph == nil {
			return nil
		}
		found = append(found, &np{from: i, to: i + 1, head: i, tail: i + 1, core: countryCore, entry: ph.entry, iso: ph.entry.iso, nested: true})
	}
	return found
}

// coordinated reads "US and Iraqi officials": adjectives of countries that
// share a noun, one phrase each. It returns the token after it, or i where
// there is none.
func (p *parser) coordinated(i int) int {
	var first []*piece
	k := i
	for {
		pc := p.at[k]
		if pc == nil || !pc.is(adjective) && !(pc.is(countryName) && p.attributive(pc)) {
			return i
		}
		end := pc.to
		if end+1 >= len(p.tokens) {
			return i
		}
		if c, ok := p.class(end); ok && len(first) > 0 && (c == agent || c == title || c == body || c == modifier) || len(first) > 0 && p.leads(end) >= 0 {
			break
		}
		first = append(first, pc)
		switch w := p.tokens[end]; {
		case w.Text == "," || w.Lower == "and" || w.Lower == "or":
			k = end + 1
			if w.Text == "," && p.tokens[k].Lower == "and" {
				k++
			}
		default:
			return i
		}
		if k >= len(p.at) {
			return i
		}
	}
	if p.tokens[k-1].Text == "," {
		return i
	}
	n := len(p.out)
	end := p.parse(k)
	if len(p.out) == n {
		return i
	}
	head := p.out[len(p.out)-1]
	for _, y := range p.out[n:] {
		if y.from <= k && y.head > k {
			head = y
		}
	}
	if head.core != agentCore && head.core != titleCore && head.core != bodyCore || head.core == titleCore && head.apposed != nil {
		return max(end, i+1)
	}
	head.from, head.joint = max(head.from, k), true
	var shared []*np
	for _, pc := range first {
		y := *head
		y.from, y.to, y.head, y.tail = pc.from, pc.to, pc.from, pc.to
		y.shared = [2]int{head.from + p.at[k].to - p.at[k].from, head.tail}
		y.territory, y.owner, y.apposed, y.short, y.backers, y.place = nil, nil, nil, "", nil, [2]int{}
		y.locate(pc.phrase.entry)
		shared = append(shared, &y)
	}
	p.out = append(p.out[:n], append(shared, p.out[n:]...)...)
	return max(end, i+1)
}

// attributive reports whether a country's name serves as its adjective: "US",
// "New Zealand".
func (p *parser) attributive(pc *piece) bool {
	c := p.v.countries[pc.phrase.entry.iso]
	w := pc.phrase.forms[0]
	return acronym(w) || strings.Contains(w, ".") || c.adjective == c.name
}
