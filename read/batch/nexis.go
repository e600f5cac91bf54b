package batch

import (
	"strings"
)

// isNexis asks for a start mark and a label, or an end mark and two labels.
func (s *Splitter) isNexis(blocks []block) bool {
	starts, ends := 0, 0
	seen := map[string]bool{}
	for _, b := range blocks {
		for _, l := range b.lines {
			switch m, _, _ := s.mark(Nexis, l); m {
			case "start":
				starts++
			case "end":
				ends++
			case "body":
				seen["body"] = true
			}
			if f, _ := s.label(Nexis, l); f != "" && f != "skip" {
				seen[f] = true
			}
		}
	}
	strong := 0
	for _, f := range []string{"length", "loaded", "byline", "body", "dateline", "language"} {
		if seen[f] {
			strong++
		}
	}
	return starts > 0 && strong >= 1 && (seen["length"] || seen["loaded"] || seen["language"]) || ends > 0 && strong >= 2
}

// splitNexis cuts at start marks where there are any, else at end marks.
func (s *Splitter) splitNexis(blocks []block) (docs [][]block, promised int, parse func([]block) (*item, error)) {
	classic := false
	for _, b := range blocks {
		for _, l := range b.lines {
			switch m, _, n := s.mark(Nexis, l); m {
			case "start":
				classic = true
				promised = max(promised, n)
			case "count":
				promised = max(promised, n)
			}
		}
	}
	var cur []block
	open := !classic
	for _, b := range blocks {
		var rest []string
		for _, l := range b.lines {
			m, _, _ := s.mark(Nexis, l)
			cut := m == "start" && classic || m == "end" && !classic
			if !cut {
				if m != "end" {
					rest = append(rest, l)
				}
				continue
			}
			if len(rest) > 0 {
				cur = append(cur, block{rest})
				rest = nil
			}
			if open && len(cur) > 0 {
				docs = append(docs, cur)
			}
			cur, open = nil, true
		}
		if len(rest) > 0 {
			cur = append(cur, block{rest})
		}
	}
	if open && len(cur) > 0 && (classic || s.hasLabels(Nexis, cur)) {
		docs = append(docs, cur)
	}
	if classic {
		return docs, promised, s.parseClassic
	}
	if len(docs) > 0 {
		docs[0] = s.afterCover(docs[0])
	}
	return docs, promised, s.parseNexis
}

// hasLabels tells an article from what a file ends with.
func (s *Splitter) hasLabels(f Format, blocks []block) bool {
	seen := map[string]bool{}
	for _, b := range blocks {
		for _, l := range b.lines {
			if field, _ := s.label(f, l); field != "" {
				seen[field] = true
			}
			if m, _, _ := s.mark(f, l); m == "body" {
				seen[m] = true
			}
		}
	}
	return len(seen) >= 2
}

// afterCover drops the cover sheet and table of contents before the first
// article of a new export: the article begins at its title, two lines above
// the date that a copyright or label follows.
func (s *Splitter) afterCover(doc []block) []block {
	cover := false
	for _, b := range doc[:min(len(doc), 40)] {
		m, _, _ := s.mark(Nexis, b.first())
		cover = cover || m == "count" || strings.HasPrefix(b.first(), "1. ") || jobRE(b.first())
	}
	if !cover {
		return doc
	}
	lines := alone(doc)
	for i := 2; i < len(lines); i++ {
		if s.isDate(lines[i].first()) && s.headFollows(lines, i) {
			return lines[i-2:]
		}
	}
	return doc
}

func jobRE(line string) bool { return strings.HasPrefix(fold(line), "job number:") }

// headFollows reports whether a copyright line or a label stands soon after
// the line at i.
func (s *Splitter) headFollows(lines []block, i int) bool {
	for _, b := range lines[i+1 : min(len(lines), i+4)] {
		if copyrightRE.MatchString(b.first()) {
			return true
		}
		if f, _ := s.label(Nexis, b.first()); f == "length" || f == "skip" || f == "byline" || f == "dateline" {
			return true
		}
		if m, _, _ := s.mark(Nexis, b.first()); m == "body" {
			return true
		}
	}
	return false
}

// parseClassic reads outlet, date, title, labels, text, labels.
func (s *Splitter) parseClassic(doc []block) (*item, error) {
	it := &item{}
	doc = s.relabel(s.strip(it, doc))
	body, tail := s.bounds(doc)
	head := doc[:body]
	i := 0
	var outlet, title []string
	dated := false
	for ; i < len(head); i++ {
		b := head[i]
		if f, _ := s.label(Nexis, b.first()); f != "" && !(dated && len(title) == 0 && mayOpenTitle[f]) {
			break
		}
		switch {
		case copyrightRE.MatchString(b.first()):
			if n := len(b.lines); !dated && n > 1 {
				outlet = append(outlet, b.lines[n-1])
			}
		case !dated && len(outlet) > 0 && s.isDate(b.first()):
			s.put(it, "published", b.first())
			dated = true
		case !dated && len(b.lines) > 1 && s.isDate(b.lines[1]):
			outlet = append(outlet, b.first())
			s.put(it, "published", b.lines[1])
			dated = true
		case !dated && len(outlet) == 0:
			outlet = append(outlet, b.join())
		default:
			title = append(title, b.join())
		}
	}
	s.put(it, "outlet", strings.Join(outlet, " "))
	s.put(it, "title", strings.Join(title, " "))
	s.labelled(it, head[i:])
	s.labelled(it, doc[tail:])
	it.text = doc[body:tail]
	return it, nil
}

// mayOpenTitle are the fields whose labels headlines begin with as well:
// "Update: talks resume".
var mayOpenTitle = set("loaded", "correction", "tail")

// parseNexis reads title, outlet, date, copyright, labels, text, labels.
func (s *Splitter) parseNexis(doc []block) (*item, error) {
	it := &item{}
	doc = s.relabel(s.strip(it, doc))
	body, tail := s.bounds(doc)
	head := alone(doc[:body])
	labels := len(head)
	for i, b := range head {
		if f, _ := s.label(Nexis, b.first()); f != "" && i > 1 {
			labels = i
			break
		}
	}
	var plain []string
	for _, b := range head[:labels] {
		switch {
		case copyrightRE.MatchString(b.first()):
		case it.report.Published == "" && len(plain) > 1 && s.isDate(b.first()):
			s.put(it, "published", b.first())
		case it.report.Published == "":
			plain = append(plain, b.first())
		}
	}
	if n := len(plain); n > 1 {
		s.put(it, "outlet", plain[n-1])
		s.put(it, "title", strings.Join(dedupe(plain[:n-1]), " "))
	} else if n == 1 {
		s.put(it, "title", plain[0])
	}
	s.labelled(it, head[labels:])
	s.labelled(it, doc[tail:])
	it.text = doc[body:tail]
	return it, nil
}

// dedupe drops a title that a page header repeats.
func dedupe(lines []string) []string {
	var out []string
	for i, l := range lines {
		if i == 0 || l != lines[i-1] {
			out = append(out, l)
		}
	}
	return out
}

// strip drops what is no part of the article and notes what was met.
func (s *Splitter) strip(it *item, doc []block) []block {
	for _, b := range doc {
		for _, l := range b.lines {
			m, _, _ := s.mark(Nexis, l)
			it.failed = it.failed || m == "failed"
			it.pages = it.pages || m == "noise" && strings.ContainsAny(l, "0123456789")
		}
	}
	return s.noise(Nexis, doc)
}

// relabel gives each label of a group its own block.
func (s *Splitter) relabel(doc []block) []block {
	var out []block
	for _, b := range doc {
		f, _ := s.label(Nexis, b.first())
		if f == "" {
			if m, _, _ := s.mark(Nexis, b.first()); m == "body" && len(b.lines) > 1 {
				out = append(out, block{b.lines[:1]}, block{b.lines[1:]})
				continue
			}
			out = append(out, b)
			continue
		}
		from := 0
		for i := 1; i < len(b.lines); i++ {
			field, _ := s.label(Nexis, b.lines[i])
			if m, _, _ := s.mark(Nexis, b.lines[i]); field != "" || m == "body" || m == "tail" {
				out = append(out, block{b.lines[from:i]})
				from = i
			}
		}
		out = append(out, block{b.lines[from:]})
	}
	return out
}

// bounds finds where the text begins and ends. It begins after the "Body"
// line, else after the last label of the head, which holds LENGTH where there
// is one.
func (s *Splitter) bounds(doc []block) (body, tail int) {
	const head = 40 // blocks that a head has at most
	mark, length, label := -1, -1, -1
	for i, b := range doc[:min(len(doc), head)] {
		if m, _, _ := s.mark(Nexis, b.first()); m == "body" && len(b.lines) == 1 {
			mark = i
			break
		}
		f, _ := s.label(Nexis, b.first())
		if f == "length" && length < 0 {
			length = i
		}
		if label < 0 && f != "" && i > 0 {
			label = i
		}
	}
	switch {
	case mark >= 0:
		body = mark + 1
	case length >= 0:
		body = s.afterLabels(doc, length)
	case label >= 0:
		body = s.afterLabels(doc, label)
	}
	prose, capitals := s.lastProse(Nexis, doc), s.capitals(doc)
	for tail = body; tail < len(doc); tail++ {
		if s.endsText(doc[tail], prose < tail, capitals) {
			break
		}
	}
	return body, tail
}

// afterLabels steps over the labels that belong before a text.
func (s *Splitter) afterLabels(doc []block, i int) int {
	for ; i < len(doc); i++ {
		switch f, _ := s.label(Nexis, doc[i].first()); f {
		case "", "tail", "loaded", "ref", "url":
			if !copyrightRE.MatchString(doc[i].first()) {
				return i
			}
		}
	}
	return i
}

// endsText reports whether the text ends before b: at a heading or label that
// only a database writes, or at any label once the last sentence is past. An
// export that writes its labels in capitals writes them all so.
func (s *Splitter) endsText(b block, past, capitals bool) bool {
	if m, _, _ := s.mark(Nexis, b.first()); m == "tail" && len(b.lines) == 1 {
		return true
	}
	f, _ := s.label(Nexis, b.first())
	if f == "" || f == "skip" {
		return past && copyrightRE.MatchString(b.first())
	}
	if capitals {
		return endFields[f] && inCapitals(b.first())
	}
	return f == "loaded" || past && endFields[f]
}

func inCapitals(label string) bool {
	name, _, _ := strings.Cut(label, ":")
	return name == strings.ToUpper(name)
}

// capitals reports whether the labels of an article are written so.
func (s *Splitter) capitals(doc []block) bool {
	for _, b := range doc {
		if f, _ := s.label(Nexis, b.first()); (f == "length" || f == "loaded" || f == "language") && inCapitals(b.first()) {
			return true
		}
	}
	return false
}

var endFields = set("tail", "loaded", "language", "ref", "url", "correction")

// labelled reads the labels before or after a text. A block without a label
// goes on with the one before it.
func (s *Splitter) labelled(it *item, blocks []block) {
	field, value := "", ""
	flush := func() {
		if field == "correction" && value != "" {
			value = "Correction: " + value
		}
		s.put(it, field, value)
		field, value = "", ""
	}
	for _, b := range blocks {
		m, _, _ := s.mark(Nexis, b.first())
		if m != "" || copyrightRE.MatchString(b.first()) {
			flush()
			continue
		}
		if f, v := s.label(Nexis, b.first()); f != "" {
			flush()
			field, value = f, strings.TrimSpace(v+" "+strings.Join(b.lines[1:], " "))
			continue
		}
		if field == "standfirst" || field == "correction" {
			value += " " + b.join()
		} else {
			flush()
		}
	}
	flush()
}
