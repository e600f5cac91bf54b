package office

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// operand is a value in a content stream: float64, pdfString, pdfName,
// []operand or map[string]operand; anything else is nil.
type operand any

type (
	pdfString string
	pdfName   string
)

// lexer reads the operators of a content stream or a CMap (ISO 32000-1, 7.8
// and 9.7.5). It never fails: what it cannot read it steps over.
type lexer struct {
	b  []byte
	at int
}

const maxOperands = 4096

// next gives the next operator with its operands; "" at the end.
func (l *lexer) next() (op string, args []operand) {
	for {
		v, word, ok := l.value(0)
		if !ok {
			return "", nil
		}
		if word != "" {
			if word == "BI" {
				l.skipImage()
				args = args[:0]
				continue
			}
			return word, args
		}
		if len(args) < maxOperands {
			args = append(args, v)
		}
	}
}

func pdfSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func pdfDelim(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
}

func (l *lexer) space() {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; {
		case pdfSpace(c):
			l.at++
		case c == '%':
			for l.at < len(l.b) && l.b[l.at] != '\n' && l.b[l.at] != '\r' {
				l.at++
			}
		default:
			return
		}
	}
}

// value reads an operand, or an operator as word. Brackets that close nothing
// come back as words.
func (l *lexer) value(depth int) (v operand, word string, ok bool) {
	l.space()
	if l.at >= len(l.b) {
		return nil, "", false
	}
	c := l.b[l.at]
	switch {
	case c == '(':
		l.at++
		return l.literal(), "", true
	case c == '<' && l.at+1 < len(l.b) && l.b[l.at+1] == '<':
		l.at += 2
		return l.dict(depth), "", true
	case c == '<':
		l.at++
		return l.hex(), "", true
	case c == '[':
		l.at++
		return l.list(depth), "", true
	case c == '/':
		l.at++
		return pdfName(l.nameChars()), "", true
	case c == '>' && l.at+1 < len(l.b) && l.b[l.at+1] == '>':
		l.at += 2
		return nil, ">>", true
	case pdfDelim(c):
		l.at++
		return nil, string(c), true
	}
	s := l.nameChars()
	if c <= '9' && !strings.ContainsAny(s, "nNiI") { // "+", "-", "." and the digits; never Inf or NaN
		if n, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(n, 0) {
			return n, "", true
		}
	}
	switch s {
	case "true", "false", "null":
		return nil, "", true
	}
	return nil, s, true
}

func (l *lexer) nameChars() string {
	start := l.at
	for l.at < len(l.b) && !pdfSpace(l.b[l.at]) && !pdfDelim(l.b[l.at]) {
		l.at++
	}
	return string(l.b[start:l.at])
}

func (l *lexer) list(depth int) operand {
	var out []operand
	for depth < 50 {
		v, word, ok := l.value(depth + 1)
		if !ok || word == "]" || word == ">>" {
			break
		}
		if word == "" {
			out = append(out, v)
		}
	}
	return out
}

func (l *lexer) dict(depth int) operand {
	out := map[string]operand{}
	key := ""
	for depth < 50 {
		v, word, ok := l.value(depth + 1)
		if !ok || word == ">>" {
			break
		}
		if n, isName := v.(pdfName); isName && key == "" {
			key = string(n)
			continue
		}
		if key != "" {
			out[key] = v
			key = ""
		}
	}
	return out
}

func (l *lexer) hex() operand {
	var out []byte
	half, n := byte(0), 0
	for l.at < len(l.b) {
		c := l.b[l.at]
		l.at++
		if c == '>' {
			break
		}
		var d byte
		switch {
		case c >= '0' && c <= '9':
			d = c - '0'
		case c|0x20 >= 'a' && c|0x20 <= 'f':
			d = c | 0x20 - 'a' + 10
		default:
			continue
		}
		if n++; n%2 == 1 {
			half = d << 4
		} else {
			out = append(out, half|d)
		}
	}
	if n%2 == 1 {
		out = append(out, half)
	}
	return pdfString(out)
}

var pdfEscapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (l *lexer) literal() operand {
	var out []byte
	depth := 1
	for l.at < len(l.b) {
		c := l.b[l.at]
		l.at++
		switch c {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return pdfString(out)
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	return pdfString(out)
}

func (l *lexer) escape(out []byte) []byte {
	if l.at >= len(l.b) {
		return out
	}
	c := l.b[l.at]
	l.at++
	switch {
	case c >= '0' && c <= '7':
		n := int(c - '0')
		for i := 0; i < 2 && l.at < len(l.b) && l.b[l.at] >= '0' && l.b[l.at] <= '7'; i++ {
			n = n*8 + int(l.b[l.at]-'0')
			l.at++
		}
		return append(out, byte(n))
	case c == '\r':
		if l.at < len(l.b) && l.b[l.at] == '\n' {
			l.at++
		}
		return out
	case c == '\n':
		return out
	}
	if e, ok := pdfEscapes[c]; ok {
		c = e
	}
	return append(out, c)
}

// skipImage steps over an inline image to after its EI.
func (l *lexer) skipImage() {
	i := bytes.Index(l.b[l.at:], []byte("ID"))
	if i < 0 {
		l.at = len(l.b)
		return
	}
	l.at += i + 2
	for l.at < len(l.b) {
		i := bytes.Index(l.b[l.at:], []byte("EI"))
		if i < 0 {
			l.at = len(l.b)
			return
		}
		end := l.at + i + 2
		before := l.at + i - 1
		l.at = end
		if pdfSpace(l.b[before]) && (end >= len(l.b) || pdfSpace(l.b[end])) {
			return
		}
	}
}
