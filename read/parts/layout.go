package parts

import (
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// title finds headline and standfirst among the first paragraphs.
func (r *reading) title() {
	n := len(r.kinds)
	i := 0
	for i < n && i < lead && r.kinds[i] != "" && r.kinds[i] != chancery.Headline {
		if r.kinds[i] == chancery.Standfirst {
			break
		}
		i++
	}
	if i >= n || i >= lead {
		return
	}
	if r.kinds[i] == "" && r.isHeadline(i) {
		r.kinds[i] = chancery.Headline
	}
	if r.kinds[i] != chancery.Headline {
		return
	}
	if i++; i < n && r.kinds[i] == "" && r.isStandfirst(i) {
		r.kinds[i] = chancery.Standfirst
	}
}

func squeeze(s string) string { return strings.Join(strings.Fields(lang.Bare(s)), " ") }

func (r *reading) isHeadline(i int) bool {
	text := r.text(i)
	if r.a.Title != "" {
		return squeeze(text) == squeeze(r.a.Title)
	}
	if i+1 >= len(r.kinds) || len(text) > longestHeadline || sentenceLike(text) || r.datelineEnd(text) > 0 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "\"'“‘«„ "))
	last, _ := utf8.DecodeLastRuneInString(text)
	if unicode.IsLower(first) || last == ':' || last == ',' || last == ';' {
		return false
	}
	return len(strings.Fields(text)) >= 3
}

func (r *reading) isStandfirst(i int) bool {
	text := r.text(i)
	if r.a.Standfirst != "" {
		return squeeze(text) == squeeze(r.a.Standfirst)
	}
	if len(text) > longestStandfirst || i+1 >= len(r.kinds) || r.datelineEnd(text) > 0 {
		return false
	}
	if r.a.Title != "" && r.a.Standfirst == "" && sentenceLike(text) {
		return false
	}
	if !sentenceLike(text) {
		last, _ := utf8.DecodeLastRuneInString(text)
		first, _ := utf8.DecodeRuneInString(text)
		return last != ':' && !strings.ContainsRune("“\"‘«", first) && len(strings.Fields(text)) >= 4
	}
	next := r.kinds[i+1]
	return next == chancery.Byline || next == chancery.Dateline
}

// layOut writes the parts: known ones as they are, and the rest by paragraph,
// with datelines, credits and captions' credits cut out.
func (r *reading) layOut(known []chancery.Part) {
	a := r.a
	a.Parts = nil
	k := 0
	bodies, dated := 0, false
	cutDateline := func(s chancery.Span) int { // where the rest of a body paragraph begins
		if bodies++; bodies > 3 || dated {
			return s.Start
		}
		end := r.datelineEnd(s.Text(a.Text))
		if dated = end > 0; dated {
			r.put(chancery.Dateline, s.Start, s.Start+end)
		}
		return s.Start + end
	}
	for i, p := range a.Paragraphs {
		at := p.Span.Start
		for k < len(known) && known[k].Span.Start < p.Span.End {
			if s := lang.Trim(a.Text, chancery.Span{Start: max(at, known[k].Span.Start), End: min(p.Span.End, known[k].Span.End)}); !s.Empty() {
				r.put(chancery.Body, at, s.Start)
				if known[k].Kind == chancery.Body && s.Start == p.Span.Start {
					s = lang.Trim(a.Text, chancery.Span{Start: cutDateline(s), End: s.End})
				}
				a.Parts = append(a.Parts, chancery.Part{Kind: known[k].Kind, Span: s})
				at = s.End
			}
			if known[k].Span.End > p.Span.End {
				break
			}
			k++
		}
		if at > p.Span.Start {
			r.put(chancery.Body, at, p.Span.End)
			continue
		}
		switch kind := r.kinds[i]; kind {
		case "", chancery.Body:
			at = cutDateline(p.Span)
			if c := r.closingCredit(i, at); c > at {
				r.put(chancery.Body, at, c)
				r.put(chancery.Credit, c, p.Span.End)
				continue
			}
			r.put(chancery.Body, at, p.Span.End)
		case chancery.Caption:
			if c := r.creditAt(r.text(i)); c > 0 {
				r.put(kind, at, at+c)
				r.put(chancery.Credit, at+c, p.Span.End)
				continue
			}
			r.put(kind, at, p.Span.End)
		default:
			r.put(kind, at, p.Span.End)
		}
	}
}

func (r *reading) put(kind chancery.PartKind, from, to int) {
	if s := lang.Trim(r.a.Text, chancery.Span{Start: from, End: to}); !s.Empty() {
		r.a.Parts = append(r.a.Parts, chancery.Part{Kind: kind, Span: s})
	}
}

// creditAt returns where the credit at the end of a caption begins: "(AP
// Photo/X, File)", "Reuters", "/ AFP"; 0 for none.
func (r *reading) creditAt(text string) int {
	end := strings.TrimRight(text, " .")
	if strings.HasSuffix(end, ")") || strings.HasSuffix(end, "]") {
		k := strings.LastIndexAny(end, "([")
		if k > 0 && len(r.agenciesIn(end[k:])) > 0 && len(end)-k < longestLine {
			return k
		}
		return 0
	}
	k := strings.LastIndexAny(end, ".|/")
	if k <= 0 {
		return 0
	}
	last := strings.TrimSpace(end[k+1:])
	if len(last) < 40 && r.agency(last) != "" || len(last) < 60 && strings.Contains(last, "via ") && len(r.agenciesIn(last)) > 0 {
		if end[k] == '/' { // "Ali Hassan/AFP": the name belongs to the credit
			if s := strings.LastIndex(end[:k], ". "); s > 0 && k-s < 60 {
				return s + 1
			}
		}
		return k + 1
	}
	return 0
}

// closingCredit returns where "(AFP)" or "- AP" at the end of the text begins; 0 for none.
func (r *reading) closingCredit(i, at int) int {
	if i < len(r.kinds)-3 {
		return 0
	}
	span := r.a.Paragraphs[i].Span
	text := span.Text(r.a.Text)
	if strings.HasSuffix(text, ")") {
		if k := strings.LastIndexByte(text, '('); k > 0 && span.Start+k > at && r.agencyList(text[k+1:len(text)-1]) {
			return span.Start + k
		}
	}
	for _, dash := range [...]string{" - ", " — ", " – ", " / "} {
		if k := strings.LastIndex(text, dash); k > 0 && span.Start+k > at && r.agencyList(text[k+len(dash):]) {
			return span.Start + k + 1
		}
	}
	return 0
}

// agencyList reports whether s is agencies alone: "AP, AFP".
func (r *reading) agencyList(s string) bool {
	if len(s) > 60 {
		return false
	}
	for _, f := range strings.FieldsFunc(s, func(c rune) bool { return c == ',' || c == '/' || c == ';' }) {
		if f = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(f), "and ")); r.agency(f) == "" {
			return false
		}
	}
	return strings.TrimSpace(s) != ""
}
