package ud

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// number cuts at digits: dates, times and amounts are whole, units are not.
func (c *cutter) number(end int) {
	s := c.text[c.at:end]
	i := digits(s, ",.:/")
	if n := phone(s); n > 0 {
		i = n
	}
	j := i
	for j < len(s) {
		r, n := utf8.DecodeRuneInString(s[j:])
		if !letter(r) && !digit(r) {
			break
		}
		j += n
	}
	if j > i {
		suffix := s[i:j]
		if c.units[suffix] {
			c.add(c.at + i)
			return // the unit is the next word
		}
		i = j
	}
	if r, n := utf8.DecodeRuneInString(s[i:]); apostrophe(r) && strings.HasPrefix(s[i+n:], "s") && (i+n+1 == len(s) || !wordByte(s[i+n+1:])) { // 1990's
		i += n + 1
	}
	c.add(c.at + i)
}

// digits returns the length of digits at the start of s with single marks between them.
func digits(s, between string) int {
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !digit(r) {
			next, _ := utf8.DecodeRuneInString(s[i+n:])
			if i == 0 || !strings.ContainsRune(between, r) || !digit(next) {
				break
			}
		}
		i += n
	}
	return i
}

// phone returns the length of three or more groups of digits with hyphens between, or 0.
func phone(s string) int {
	if n := digits(s, "-"); strings.Count(s[:n], "-") >= 2 {
		return n
	}
	return 0
}

// word cuts at a letter.
func (c *cutter) word(end int) {
	s := c.text[c.at:end]
	i := c.wordEnd(s)
	form := s[:i]
	low := strings.ToLower(form)
	if c.whole[form] || c.whole[low] {
		c.add(c.at + i)
		return
	}
	if lengths, ok := c.parts[low]; ok && len(low) == len(form) {
		var cuts []int
		at := c.at
		for _, n := range lengths[:len(lengths)-1] {
			at += n
			cuts = append(cuts, at)
		}
		c.add(c.at+i, cuts...)
		return
	}
	if k := clitic(form); k > 0 {
		c.add(c.at+i, c.at+k)
		return
	}
	// "the boys' talks": a plural's apostrophe, unless a quotation ends there.
	if r, n := utf8.DecodeRuneInString(s[i:]); apostrophe(r) && !c.quoted && i > 2 && (form[i-1] == 's' || form[i-1] == 'S') && (i+n == len(s) || !wordByte(s[i+n:])) && !strings.HasPrefix(s[i+n:], "'") {
		c.add(c.at+i+n, c.at+i)
		return
	}
	c.add(c.at + i)
}

// wordEnd returns where the word at the start of s ends.
func (c *cutter) wordEnd(s string) int {
	i, part := 0, 0 // part begins after the last hyphen
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		next, m := utf8.DecodeRuneInString(s[i+n:])
		after, _ := utf8.DecodeRuneInString(s[i+n+m:])
		joined := i+n < len(s) && (letter(next) || digit(next))
		switch {
		case letter(r) || digit(r) || r == '_' || invisible(r):
		case apostrophe(r) && i+n < len(s) && letter(next):
		case r == '-' && joined && c.prefixes[strings.ToLower(s[part:i])]:
			part = i + n
		case r == '&' && joined && i-part <= 3 && unicode.IsUpper(next) && s[part:i] == strings.ToUpper(s[part:i]):
		case r == '.' && c.dot(s, i, next, after, joined):
		case (r == '/' || r == '$') && c.whole[s[:i+n]]:
			return i + n
		case r == '/' && c.wholeAhead(s, i):
		default:
			return i
		}
		i += n
	}
	return i
}

// wholeAhead reports whether a listed word goes on over the mark at i.
func (c *cutter) wholeAhead(s string, i int) bool {
	j := i + 1
	for j < len(s) {
		r, n := utf8.DecodeRuneInString(s[j:])
		if !letter(r) {
			break
		}
		j += n
	}
	return c.whole[strings.ToLower(s[:j])]
}

// dot reports whether the full stop at i belongs to the word s[:i].
func (c *cutter) dot(s string, i int, next, after rune, joined bool) bool {
	last, n := utf8.DecodeLastRuneInString(s[:i])
	before, _ := utf8.DecodeLastRuneInString(s[:i-n])
	single := letter(last) && (i-n == 0 || before == '.' || before == '-')
	if joined {
		// "U.S", "a.m", "example.com"; but not "talks.The"
		return single || !unicode.IsUpper(next) || unicode.IsUpper(last)
	}
	if i+1 < len(s) && s[i+1] == '.' { // an ellipsis
		return false
	}
	word := strings.ToLower(s[:i])
	if c.abbreviations[word] || single && strings.Contains(word, ".") {
		return word != "no" || strings.IndexByte(s[i:], ' ') < 0 && !c.atEnd(i)
	}
	return single && unicode.IsUpper(last) && !c.atEnd(i) && last != 'I'
}

// atEnd reports whether nothing but marks and space follows the full stop at i of the word in hand.
func (c *cutter) atEnd(i int) bool {
	for _, r := range c.text[c.at+i+1:] {
		if letter(r) || digit(r) {
			return false
		}
	}
	return true
}

// clitic returns where the last word of "don't", "Iraq's" or "we'll" begins, or 0.
func clitic(form string) int {
	low := strings.ToLower(strings.ReplaceAll(form, "’", "'"))
	for _, c := range [...]string{"n't", "'s", "'ll", "'re", "'ve", "'d", "'m"} {
		if !strings.HasSuffix(low, c) || len(low) == len(c) {
			continue
		}
		i := len(form)
		for range c {
			_, n := utf8.DecodeLastRuneInString(form[:i])
			i -= n
		}
		if i > 0 {
			return i
		}
	}
	return 0
}
