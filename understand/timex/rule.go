package timex

import (
	"fmt"
	"strings"
)

// node is a part of a pattern: exactly one of its fields tells what it is.
type node struct {
	word     string  // a word, in small letters
	class    string  // a class, in capitals
	tag      string  // beginning of a part-of-speech tag
	not      *node   // does not follow
	seq      []*node // all, in order
	alts     []*node // one of them
	optional bool    // may be missing
}

// rule is a row of rules.txt or phrases.txt.
type rule struct {
	before, body, after *node
	typ                 string
	meaning             []string
	mod                 string
	order               int
}

// patternError is what is wrong with a pattern.
type patternError string

func (e patternError) Error() string { return string(e) }

type patternParser struct {
	toks   []string
	at     int
	depth  int
	macros map[string][]*node
}

// parsePattern reads the pattern language that rules.txt documents.
func parsePattern(s string, macros map[string][]*node) (before, body, after *node, err error) {
	defer func() {
		if e := recover(); e != nil {
			pe, ok := e.(patternError)
			if !ok {
				panic(e)
			}
			err = pe
		}
	}()
	left, rest, ok := strings.Cut(s, " > ")
	if !ok {
		left, rest = "", s
	}
	mid, right, _ := strings.Cut(rest, " < ")
	read := func(part string) *node {
		p := &patternParser{toks: split(part), macros: macros}
		n := p.seq()
		if p.at < len(p.toks) {
			panic(patternError(fmt.Sprintf("%q is not expected there", p.toks[p.at])))
		}
		return n
	}
	if left != "" {
		before = read(left)
	}
	if right != "" {
		after = read(right)
	}
	body = read(mid)
	if len(body.seq) == 0 {
		return nil, nil, nil, patternError("the pattern is empty")
	}
	return before, body, after, nil
}

// split cuts a pattern into words and the signs ( ) | ? !.
func split(s string) []string {
	var out []string
	word := strings.Builder{}
	flush := func() {
		if word.Len() > 0 {
			out = append(out, word.String())
			word.Reset()
		}
	}
	for _, r := range s {
		switch r {
		case ' ':
			flush()
		case '(', ')', '|', '?', '!':
			flush()
			out = append(out, string(r))
		default:
			word.WriteRune(r)
		}
	}
	flush()
	return out
}

func (p *patternParser) peek() string {
	if p.at < len(p.toks) {
		return p.toks[p.at]
	}
	return ""
}

func (p *patternParser) seq() *node {
	n := &node{}
	p.depth++
	for t := p.peek(); t != "" && t != ")" && t != "|"; t = p.peek() {
		n.seq = append(n.seq, p.alternatives())
	}
	p.depth--
	return n
}

func (p *patternParser) alternatives() *node {
	n := p.atom()
	if p.peek() == "|" && p.depth == 1 { // in a group, "|" parts whole sequences
		n = &node{alts: []*node{n}}
		for p.peek() == "|" {
			p.at++
			n.alts = append(n.alts, p.atom())
		}
	}
	if p.peek() == "?" {
		p.at++
		n = &node{alts: []*node{n}, optional: true}
	}
	return n
}

func (p *patternParser) atom() *node {
	t := p.peek()
	p.at++
	switch {
	case t == "":
		panic(patternError("the pattern ends too soon"))
	case t == "(":
		n := p.seq()
		if p.peek() == "|" {
			n = &node{alts: []*node{n}}
			for p.peek() == "|" {
				p.at++
				n.alts = append(n.alts, p.seq())
			}
		}
		if p.peek() != ")" {
			panic(patternError("a bracket is not closed"))
		}
		p.at++
		return n
	case t == "!":
		return &node{not: p.atom()}
	case t == ")" || t == "|" || t == "?":
		panic(patternError(fmt.Sprintf("%q is not expected there", t)))
	case t[0] == ':' && len(t) > 1:
		return &node{tag: t[1:]}
	case t[0] == '@':
		alts := p.macros[t]
		if len(alts) == 0 {
			panic(patternError(fmt.Sprintf("%s is not defined above", t)))
		}
		return &node{alts: alts}
	case classes[t]:
		return &node{class: t}
	case strings.ToUpper(t) == t && strings.ToLower(t) != t && len(t) > 1:
		panic(patternError(fmt.Sprintf("%s is no class", t)))
	}
	return &node{word: strings.ToLower(t)}
}

var classes = map[string]bool{"MONTH": true, "WEEKDAY": true, "WEEKDAYS": true, "YEAR": true, "DAY": true, "NUM": true,
	"VAGUE": true, "ORD": true, "UNIT": true, "UNITS": true, "SEASON": true, "BARESEASON": true, "PART": true, "PARTS": true,
	"POINT": true, "CLOCK": true, "HOUR": true, "AMPM": true, "ZONE": true, "DECADE": true, "HOLIDAY": true, "ISODATE": true,
	"SLASHDATE": true, "QUARTERNAME": true, "HHMM": true, "ERAYEAR": true, "SHORTYEAR": true, "DAYTH": true}

// firsts adds the words and classes that a match of n can begin with to set
// and reports whether n can match nothing.
func (n *node) firsts(set map[string]bool) (empty bool) {
	switch {
	case n.word != "":
		set[n.word] = true
	case n.class != "":
		set[n.class] = true
	case n.tag != "":
		set["*"] = true
	case n.not != nil:
		return true
	case n.alts != nil:
		for _, a := range n.alts {
			if a.firsts(set) {
				empty = true
			}
		}
		return empty || n.optional
	default:
		for _, s := range n.seq {
			if !s.firsts(set) {
				return false
			}
		}
		return true
	}
	return false
}
