package event

import (
	"strings"

	"github.com/chancery-project/chancery/lang"
)

func subordinates(t lang.Token) bool {
	switch t.Lower {
	case "that", "if", "because", "while", "although", "though", "unless", "whether", "after", "before", "since",
		"until", "as", "when", "where", "once", "than":
		return true
	}
	return false
}

// subject finds the subject of clause v, and what clause or word it hangs on.
func (p *parse) subject(v int) {
	c := &p.clauses[v]
	i := p.skipAdverbs(c.from - 1)
	if i < 0 {
		return
	}
	t := p.t[i]
	switch {
	case t.Tag == "CC" || t.Text == ",":
		j := i
		if t.Tag == "CC" && j > 0 && p.t[j-1].Text == "," {
			j--
		}
		prev := p.verbBefore(j + 1)
		if t.Text == "," && c.finite {
			if x := p.beforeParenthesis(i); x >= 0 {
				c.subj = x
				return
			}
		}
		if prev < 0 {
			return
		}
		c.subj = p.clauses[prev].subj
		bare := p.t[c.head].Tag == "VB" && c.modal == "" && !c.infinitive
		if t.Tag == "CC" || bare || c.finite {
			c.conj = prev
			if bare {
				c.modal, c.infinitive = p.clauses[prev].modal, p.clauses[prev].infinitive
				c.governor, c.governorWord = p.clauses[prev].governor, p.clauses[prev].governorWord
			}
			if c.participle && p.clauses[prev].passive {
				c.passive, c.past, c.participle = true, p.clauses[prev].past, false
				c.modal, c.perfect = p.clauses[prev].modal, p.clauses[prev].perfect
			} else if c.participle && p.clauses[prev].perfect {
				c.perfect, c.past, c.participle = true, true, false
			}
		}
	case t.Tag == "WDT" || t.Tag == "WP" || t.Lower == "that" && p.npBefore(i) >= 0 && p.npAt[min(i+1, len(p.t)-1)] < 0:
		c.subj, c.relative = p.npBefore(i), true
	case p.npAt[i] >= 0:
		c.subj = p.climb(p.npAt[i], c)
	case subordinates(t) || t.Tag == "IN": // "after meeting", "of detaining"
		if prev := p.verbBefore(i); prev >= 0 {
			c.subj = p.clauses[prev].subj
		}
	case p.vgAt[i] >= 0:
		c.subj = p.clauses[p.vgAt[i]].subj
	default:
		if prev := p.verbBefore(i + 1); prev >= 0 && !c.finite {
			c.subj = p.clauses[prev].subj
		}
	}
}

func (p *parse) skipAdverbs(i int) int {
	if i > 0 && (p.t[i].Text == ")" || p.t[i].Text == "]") { // "the Community (SADC) condemned"
		for k := i - 1; k > 0 && k > i-12; k-- {
			if p.t[k].Text == "(" || p.t[k].Text == "[" {
				i = k - 1
				break
			}
		}
	}
	for i >= 0 && (strings.HasPrefix(p.t[i].Tag, "RB") && p.npAt[i] < 0 && p.vgAt[i] < 0) {
		i--
	}
	return i
}

// npBefore returns the phrase that ends before token i, over a comma, or -1.
func (p *parse) npBefore(i int) int {
	i--
	if i >= 0 && p.t[i].Text == "," {
		i--
	}
	if i >= 0 && p.npAt[i] >= 0 {
		return p.npAt[i]
	}
	return -1
}

// beforeParenthesis returns the phrase before "X, …," where the second comma
// is token i.
func (p *parse) beforeParenthesis(i int) int {
	for k := i - 1; k > 0 && k > i-40; k-- {
		if p.t[k].Text != "," {
			continue
		}
		next := p.t[k+1]
		x := p.npAt[k-1]
		if x < 0 {
			continue
		}
		if next.Tag == "WP" || next.Tag == "WDT" || p.npAt[k+1] >= 0 || next.Tag == "VBN" || next.Tag == "VBG" || next.Tag == "IN" {
			return p.climb(x, nil)
		}
	}
	return -1
}

// climb goes from a phrase up its prepositions to the phrase that heads it:
// from "Baghdad" to "officials" in "officials in Baghdad".
func (p *parse) climb(x int, c *clause) int {
	for n := 0; n < 6; n++ {
		x = p.nps[x].first
		prep := p.nps[x].prep
		if x2 := p.nps[x].owner; x2 >= 0 && prep < 0 {
			return x
		}
		if prep < 0 {
			return p.appositive(x)
		}
		if subordinates(p.t[prep]) {
			if c != nil {
				c.subordinator = prep
			}
			return x
		}
		if prep == 0 {
			return x
		}
		switch {
		case p.npAt[prep-1] >= 0:
			x = p.npAt[prep-1]
		case p.vgAt[prep-1] >= 0: // "officials who flew to Baghdad said"
			if s := p.clauses[p.vgAt[prep-1]].subj; s >= 0 {
				return s
			}
			return x
		default:
			return x
		}
	}
	return x
}

// appositive goes from Y to X in "X, Y, said" and "X, Y, …".
func (p *parse) appositive(x int) int {
	f := p.nps[x].from
	if f < 2 || p.t[f-1].Text != "," || p.npAt[f-2] < 0 {
		return x
	}
	to := p.nps[x].to
	if to < len(p.t) && p.t[to].Text == "," {
		if y := p.npAt[f-2]; p.nps[y].prep < 0 {
			return p.nps[y].first
		}
	}
	return x
}

// arguments finds the objects and prepositional phrases after verb v.
func (p *parse) arguments(v int) {
	c := &p.clauses[v]
	i := c.to
	for i < len(p.t) {
		t := p.t[i]
		switch {
		case p.vgAt[i] >= 0:
			if k := p.vgAt[i]; p.clauses[k].participle && i > c.to && p.npAt[i-1] >= 0 { // "a base attacked by rebels"
				return
			}
			return
		case p.npAt[i] >= 0:
			x := p.npAt[i]
			switch n := &p.nps[x]; {
			case p.timed[n.head] && (n.prep < c.to || p.timed[n.from]): // "spoke today with", "shelled overnight"
			case n.prep >= c.to:
				if !p.holdsPrep(c, n.prep) {
					c.preps = append(c.preps, argument{n.prep, x})
				}
			case n.owner >= 0 && n.owner == c.obj:
				c.obj = x
			case c.obj < 0:
				c.obj = x
			case c.obj2 < 0 && p.nps[c.obj].to == n.from:
				c.obj2 = x
			}
			i = p.nps[x].to
			c.end = i
		case t.Text == "," || t.Tag == "CC":
			if i+1 < len(p.t) && (p.npAt[i+1] >= 0 && p.coordinationOf(i+1, c.to) || t.Text == "," && p.t[i+1].Tag == "CC") {
				i++
				continue
			}
			if t.Text == "," && i+1 < len(p.t) && p.t[i+1].Tag == "IN" && !subordinates(p.t[i+1]) {
				i++
				continue
			}
			return
		case t.Tag == "WDT" || t.Tag == "WP" || t.Tag == "WRB" || t.Lower == "that":
			return
		case t.Text == ";" || t.Text == ":" || t.Text == "\u2014" || t.Text == "\u2013":
			return
		default:
			i++
		}
	}
}

func (p *parse) holdsPrep(c *clause, prep int) bool {
	for _, a := range c.preps {
		if a.prep == prep {
			return true
		}
	}
	return false
}

// coordinationOf reports whether the phrase at token i is coordinated with
// one that begins at or after token from.
func (p *parse) coordinationOf(i, from int) bool {
	x := p.npAt[i]
	return p.nps[x].first != x && p.nps[p.nps[x].first].from >= from
}

// govern finds the clause or the word whose complement clause v is.
func (p *parse) govern(v int) {
	c := &p.clauses[v]
	if !c.infinitive && !c.gerund || c.governor >= 0 || c.conj >= 0 && c.infinitive {
		return
	}
	i := p.skipAdverbs(c.from - 1)
	if i < 0 {
		return
	}
	prev := p.verbBefore(c.from)
	if c.gerund && p.t[i].Tag == "IN" {
		i--
		if prev >= 0 && subordinates(p.t[i+1]) {
			return
		}
	}
	if i < 0 {
		return
	}
	switch {
	case p.npAt[i] >= 0:
		c.governorWord = p.nps[p.npAt[i]].head
		if prev >= 0 {
			c.governor = prev
		}
	case strings.HasPrefix(p.t[i].Tag, "JJ") || p.t[i].Tag == "VBN":
		c.governorWord = i
		c.governor = prev
	case p.vgAt[i] >= 0:
		c.governor = p.vgAt[i]
	default:
		c.governor = prev
	}
}
