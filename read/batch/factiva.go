package batch

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// isFactiva asks for an accession line with a word count, or for the field
// codes of head and text.
func (s *Splitter) isFactiva(blocks []block) bool {
	ends, words := 0, 0
	seen := map[string]bool{}
	for _, b := range blocks {
		for _, l := range b.lines {
			switch m, _, _ := s.mark(Factiva, l); m {
			case "end":
				ends++
			case "length":
				words++
			}
			if code, _, ok := s.code(l, true); ok {
				seen[code] = true
			}
		}
	}
	fielded := 0
	for _, c := range []string{"HD", "WC", "PD", "SN", "LP", "TD", "AN"} {
		if seen[c] {
			fielded++
		}
	}
	return ends > 0 && words > 0 || fielded >= 5
}

// code takes "HD  Talks resume" apart: a code of two or three capitals at the
// line's start, alone or before a tab, two spaces or a no-break space. A single
// space after the code counts only where loose allows it.
func (s *Splitter) code(line string, loose bool) (code, value string, ok bool) {
	n := 0
	for n < len(line) && line[n] >= 'A' && line[n] <= 'Z' {
		n++
	}
	if n != 2 && n != 3 {
		return "", "", false
	}
	code, value = line[:n], strings.TrimSpace(line[n:])
	gap := line[n : len(line)-len(value)]
	if gap == "" && value != "" || gap == " " && value != "" && !loose || s.labels[Factiva][strings.ToLower(code)] == "" {
		return "", "", false
	}
	return code, value, true
}

// splitFactiva cuts after each accession line.
func (s *Splitter) splitFactiva(blocks []block) (docs [][]block, promised int, parse func([]block) (*item, error)) {
	var cur []block
	for _, b := range s.noise(Factiva, blocks) {
		var rest []string
		for _, l := range b.lines {
			rest = append(rest, l)
			end := false
			if m, _, _ := s.mark(Factiva, l); m == "end" {
				end = true
			} else if code, v, ok := s.code(l, true); ok && code == "AN" {
				v = strings.TrimSpace(v)
				end = v != "" && (accessionRE.MatchString(v) || s.isAccession(v))
			}
			if end {
				docs = append(docs, append(cur, block{rest}))
				cur, rest = nil, nil
			}
		}
		if len(rest) > 0 {
			cur = append(cur, block{rest})
		}
	}
	if len(cur) > 0 && s.isArticle(cur) {
		docs = append(docs, cur)
	}
	return docs, 0, s.parseFactiva
}

func (s *Splitter) isAccession(v string) bool {
	m, _, _ := s.mark(Factiva, v)
	return m == "end"
}

// isArticle tells an article without its accession line from the search
// summary that closes a file.
func (s *Splitter) isArticle(blocks []block) bool {
	codes := 0
	for _, b := range blocks {
		for _, l := range b.lines {
			if m, _, _ := s.mark(Factiva, l); m == "length" {
				return true
			}
			if _, _, ok := s.code(l, false); ok {
				codes++
			}
		}
	}
	return codes >= 4
}

func (s *Splitter) parseFactiva(doc []block) (*item, error) {
	strict, all := 0, 0
	for _, b := range doc {
		for _, l := range b.lines {
			if _, _, ok := s.code(l, false); ok {
				strict++
			}
			if _, _, ok := s.code(l, true); ok {
				all++
			}
		}
	}
	switch {
	case strict >= 4:
		return s.parseFielded(doc, false)
	case all >= 5:
		return s.parseFielded(doc, true)
	}
	return s.parsePlain(doc)
}

// parseFielded reads "HD", "WC" … "LP", "TD" … "AN".
func (s *Splitter) parseFielded(doc []block, loose bool) (*item, error) {
	it := &item{}
	field, inText := "", false
	var values []string
	flush := func() {
		v := strings.Join(values, " ")
		if field == "ref" {
			v = strings.TrimSpace(v)
		}
		if field == "correction" && v != "" {
			v = "Correction: " + v
		}
		if field != "" && field != "text" {
			s.put(it, field, v)
		}
		values = nil
	}
	for _, b := range doc {
		var para []string
		for _, l := range b.lines {
			code, v, ok := s.code(l, loose)
			f := s.labels[Factiva][strings.ToLower(code)]
			if ok && inText && f != "text" && f != "tail" && f != "ref" && f != "correction" {
				ok = false // a word in capitals that opens a paragraph
			}
			if !ok {
				if field == "text" {
					para = append(para, l)
				} else {
					values = append(values, l)
				}
				continue
			}
			flush()
			if len(para) > 0 {
				it.text = append(it.text, block{para})
				para = nil
			}
			field = f
			inText = inText || f == "text"
			switch {
			case v == "":
			case f == "text":
				para = append(para, v)
			default:
				values = append(values, v)
			}
		}
		if len(para) > 0 {
			it.text = append(it.text, block{para})
		}
	}
	flush()
	return it, nil
}

var clockRE = regexp.MustCompile(`^[0-9]{1,2}:[0-9]{2}(?:\s?[AaPp][Mm])?(?:\s?[A-Z]{2,5})?$`)

// parsePlain reads the layout without codes: section, headline, byline, word
// count, date, source, code, language, copyright, text, accession.
func (s *Splitter) parsePlain(doc []block) (*item, error) {
	it := &item{}
	lines := alone(doc)
	if n := len(lines); n > 0 {
		if m, _, _ := s.mark(Factiva, lines[n-1].first()); m == "end" {
			s.put(it, "ref", lines[n-1].first())
			doc, lines = cutLast(doc), lines[:n-1]
		}
	}
	words := -1
	for i, b := range lines[:min(len(lines), 25)] {
		if m, _, _ := s.mark(Factiva, b.first()); m == "length" {
			words = i
			break
		}
	}
	if words < 0 {
		it.text = doc
		return it, nil
	}
	s.plainHead(it, texts(lines[:words]))
	i := words + 1
	end := min(len(lines), i+14)
	seenLanguage := false
meta:
	for ; i < end; i++ {
		l := lines[i].first()
		switch {
		case copyrightRE.MatchString(l):
			i++
			for i < end && utf8.RuneCountInString(l) > 60 && continues(l, lines[i].first()) {
				l = lines[i].first()
				i++
			}
			break meta
		case it.report.Published == "" && s.isDate(l):
			s.put(it, "published", l)
		case clockRE.MatchString(l):
		case s.languages[fold(l)] != "":
			s.put(it, "language", l)
			seenLanguage = true
		case it.report.Outlet == "" && it.report.Published != "":
			s.put(it, "outlet", l)
		case utf8.RuneCountInString(l) > 80 || seenLanguage:
			break meta
		}
	}
	it.text = after(doc, i)
	return it, nil
}

// continues reports whether a copyright notice that was wrapped goes on.
func continues(line, next string) bool {
	r, _ := utf8.DecodeRuneInString(next)
	return !strings.HasSuffix(line, ".") && unicode.IsLower(r)
}

func texts(lines []block) []string {
	var out []string
	for _, b := range lines {
		out = append(out, b.first())
	}
	return out
}

// cutLast drops the last line.
func cutLast(doc []block) []block {
	last := doc[len(doc)-1]
	if len(last.lines) == 1 {
		return doc[:len(doc)-1]
	}
	out := append([]block(nil), doc...)
	out[len(out)-1] = block{last.lines[:len(last.lines)-1]}
	return out
}

// after drops the first n lines.
func after(doc []block, n int) []block {
	for i, b := range doc {
		if n < len(b.lines) {
			return append([]block{{b.lines[n:]}}, doc[i+1:]...)
		}
		n -= len(b.lines)
	}
	return nil
}

// plainHead tells section, headline and byline apart: a byline stands last,
// a section is a short line before a longer headline.
func (s *Splitter) plainHead(it *item, head []string) {
	if n := len(head); n > 1 && (s.isByline(head[n-1]) || isNames(head[n-1]) && len(strings.Fields(head[n-2])) > 3) {
		s.put(it, "byline", head[n-1])
		head = head[:n-1]
	}
	if len(head) > 1 && len(strings.Fields(head[0])) <= 4 && len(head[1]) > len(head[0]) {
		head = head[1:]
	}
	s.put(it, "title", strings.Join(head, " "))
}

// isNames reports whether a line is one or more names and nothing else.
func isNames(line string) bool {
	words := strings.Fields(line)
	if len(words) < 2 || len(words) > 8 || strings.ContainsAny(line, "?!:\"“”") {
		return false
	}
	for _, w := range words {
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && w != "and" && w != "in" && w != "&" && w != "de" && w != "al" {
			return false
		}
	}
	return true
}
