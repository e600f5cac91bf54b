// Package query is the small language in which the record is asked
// (docs/query.md): it parses a query to a tree. The record compiles the tree.
package query

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Node is a part of a query: And, Or, Not, Field or Text. String gives the
// part in the language; parsing that gives the part again.
type Node interface{ String() string }

// And holds when all of its parts do; without parts it holds always.
type And []Node

// Or holds when one of its parts does.
type Or []Node

// Parts gives the parts of an And or an Or; others have none.
func Parts(n Node) []Node {
	switch n := n.(type) {
	case And:
		return n
	case Or:
		return n
	}
	return nil
}

// Not holds when its part does not.
type Not struct{ Of Node }

// Field holds when a happening has the value in the field.
type Field struct{ Name, Value string }

// Text holds when the evidence has the words, next to one another.
type Text string

var fields = []string{"actor", "recipient", "party", "mediator", "type", "mode", "context", "status", "place", "said_by", "denied_by", "outlet", "talks", "topic", "code",
	"after", "before", "on", "id"}

// Fields lists the fields of the language.
func Fields() []string { return slices.Clone(fields) }

const (
	maxLength = 4096
	maxDepth  = 64
)

// Parse reads a query. An error says what is wrong and where.
func Parse(s string) (Node, error) {
	if len(s) > maxLength {
		return nil, fmt.Errorf("the query has %d bytes, more than %d", len(s), maxLength)
	}
	if !utf8.ValidString(s) {
		return nil, errors.New("the query is not UTF-8")
	}
	p := &parser{in: s}
	n, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(p.in) {
		return nil, p.fault("a ) too many")
	}
	return n, nil
}

type parser struct {
	in string
	at int
}

func (p *parser) fault(format string, args ...any) error {
	return fmt.Errorf("query, at character %d: %s", utf8.RuneCountInString(p.in[:p.at])+1, fmt.Sprintf(format, args...))
}

func (p *parser) space() {
	for p.at < len(p.in) {
		r, n := utf8.DecodeRuneInString(p.in[p.at:])
		if !unicode.IsSpace(r) {
			return
		}
		p.at += n
	}
}

func (p *parser) deep(depth int) error {
	if depth > maxDepth {
		return p.fault("more than %d brackets in one another", maxDepth)
	}
	return nil
}

func (p *parser) or(depth int) (Node, error) {
	if err := p.deep(depth); err != nil {
		return nil, err
	}
	var all Or
	for {
		n, err := p.and(depth)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
		if !p.keyword("OR") {
			break
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	for _, n := range all {
		if a, ok := n.(And); ok && len(a) == 0 {
			return nil, p.fault("OR stands between two conditions")
		}
	}
	return all, nil
}

// keyword takes a word in capitals that stands alone.
func (p *parser) keyword(k string) bool {
	p.space()
	rest, ok := strings.CutPrefix(p.in[p.at:], k)
	if !ok {
		return false
	}
	if r, _ := utf8.DecodeRuneInString(rest); rest != "" && !unicode.IsSpace(r) && r != '(' && r != ')' {
		return false
	}
	p.at += len(k)
	return true
}

func (p *parser) and(depth int) (Node, error) {
	all := And{}
	for {
		start := p.at
		if p.keyword("OR") {
			p.at = start
			break
		}
		if p.space(); p.at == len(p.in) || p.in[p.at] == ')' {
			break
		}
		n, err := p.one(depth)
		if err != nil {
			return nil, err
		}
		all = append(all, n)
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return all, nil
}

// one reads a condition; at least one character is left.
func (p *parser) one(depth int) (Node, error) {
	if err := p.deep(depth); err != nil {
		return nil, err
	}
	switch {
	case p.negation():
		if p.space(); p.at == len(p.in) || p.in[p.at] == ')' {
			return nil, p.fault("nothing follows the -")
		}
		n, err := p.one(depth + 1)
		if err != nil {
			return nil, err
		}
		return Not{n}, nil
	case p.in[p.at] == '(':
		p.at++
		n, err := p.or(depth + 1)
		if err != nil {
			return nil, err
		}
		if p.space(); p.at == len(p.in) {
			return nil, p.fault("a ( is not closed")
		}
		p.at++
		return n, nil
	case p.in[p.at] == '"':
		s, err := p.quoted()
		return Text(s), err
	}
	name := p.word()
	if p.at < len(p.in) && p.in[p.at] == ':' && name != "" {
		return p.field(name)
	}
	if name == "" {
		return nil, p.fault("%q is not understood here", p.in[p.at:p.at+1])
	}
	return Text(name), nil
}

// negation takes a - or NOT.
func (p *parser) negation() bool {
	if p.in[p.at] == '-' {
		p.at++
		return true
	}
	return p.keyword("NOT")
}

func (p *parser) word() string {
	start := p.at
	for p.at < len(p.in) {
		r, n := utf8.DecodeRuneInString(p.in[p.at:])
		if unicode.IsSpace(r) || strings.ContainsRune(`():"`, r) {
			break
		}
		p.at += n
	}
	return p.in[start:p.at]
}

func (p *parser) quoted() (string, error) {
	end := strings.IndexByte(p.in[p.at+1:], '"')
	if end < 0 {
		return "", p.fault("the quotation mark is not closed")
	}
	s := p.in[p.at+1 : p.at+1+end]
	if strings.TrimSpace(s) == "" {
		return "", p.fault("nothing stands between the quotation marks")
	}
	p.at += end + 2
	return s, nil
}

func (p *parser) field(name string) (Node, error) {
	if !slices.Contains(fields, name) {
		return nil, p.fault("there is no field %s%s: the fields are %s (a colon in words needs quotation marks)", name, Perhaps(Nearest(name, fields, 2)), strings.Join(fields, ", "))
	}
	p.at++
	start := p.at
	f := Field{Name: name}
	if p.at < len(p.in) && p.in[p.at] == '"' {
		var err error
		if f.Value, err = p.quoted(); err != nil {
			return nil, err
		}
	} else if f.Value = p.word(); f.Value == "" {
		return nil, p.fault("%s: needs a value, without a space before it", name)
	}
	switch name {
	case "after", "before", "on":
		if _, _, err := Days(f.Value); err != nil {
			return nil, p.fault("%s:%s: %v", name, f.Value, err)
		}
	}
	if err := checkValue(name, f.Value); err != nil {
		p.at = start
		return nil, p.fault("%v", err)
	}
	return f, nil
}

// Days gives the first and the last day of a date as the language has it:
// 2021, 2021-03 or 2021-03-23.
func Days(s string) (first, last string, err error) {
	if t, err := time.Parse("2006", s); err == nil {
		return t.Format(time.DateOnly), t.AddDate(1, 0, -1).Format(time.DateOnly), nil
	}
	if t, err := time.Parse("2006-01", s); err == nil {
		return t.Format(time.DateOnly), t.AddDate(0, 1, -1).Format(time.DateOnly), nil
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", "", errors.New("a date is written 2021, 2021-03 or 2021-03-23")
	}
	return s, s, nil
}

func (a And) String() string { return joined(a, " ") }
func (o Or) String() string  { return joined(o, " OR ") }
func (n Not) String() string { return "-" + bracketed(n.Of) }
func (f Field) String() string {
	if plain.MatchString(f.Value) {
		return f.Name + ":" + f.Value
	}
	return f.Name + `:"` + strings.ReplaceAll(f.Value, `"`, " ") + `"`
}

func (t Text) String() string {
	return `"` + strings.ReplaceAll(string(t), `"`, " ") + `"`
}

// plain values need no quotation marks.
var plain = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]*$`)

func bracketed(n Node) string {
	switch n.(type) {
	case And, Or:
		return "(" + n.String() + ")"
	}
	return n.String()
}

func joined(all []Node, by string) string {
	var parts []string
	for _, n := range all {
		parts = append(parts, bracketed(n))
	}
	return strings.Join(parts, by)
}
