package batch

import (
	"regexp"
	"strings"
)

// isProQuest asks for the full text label with two fields that only the
// database writes.
func (s *Splitter) isProQuest(blocks []block) bool {
	seen := map[string]bool{}
	for _, b := range blocks {
		for _, l := range b.lines {
			if f, _ := s.label(ProQuest, l); f != "" {
				name, _, _ := strings.Cut(l, ":")
				seen[fold(name)] = true
				seen["."+f] = true
			}
		}
	}
	own := 0
	for _, name := range []string{"proquest document id", "publication title", "publication info", "document url",
		"language of publication", "publication date", "place of publication"} {
		if seen[name] {
			own++
		}
	}
	return own >= 3 && (seen[".text"] || seen[".standfirst"] || seen["proquest document id"])
}

// splitProQuest cuts at the lines of underscores. Cover, table of contents and
// imprint hold no article.
func (s *Splitter) splitProQuest(blocks []block) (docs [][]block, promised int, parse func([]block) (*item, error)) {
	var cur []block
	add := func() {
		if s.hasArticle(cur) {
			docs = append(docs, cur)
		}
		cur = nil
	}
	for _, b := range blocks {
		var rest []string
		for _, l := range b.lines {
			m, first, last := s.mark(ProQuest, l)
			if m == "start" && first > 0 && first <= last {
				promised = max(promised, last)
			}
			if !separatorRE.MatchString(l) && m != "start" {
				rest = append(rest, l)
				continue
			}
			if len(rest) > 0 {
				cur = append(cur, block{rest})
				rest = nil
			}
			add()
		}
		if len(rest) > 0 {
			cur = append(cur, block{rest})
		}
	}
	add()
	var all [][]block
	for _, d := range docs {
		all = append(all, s.resplit(d)...)
	}
	return all, promised, s.parseProQuest
}

// resplit cuts a stretch that holds several articles because its separators
// were lost, as in HTML: an article ends at the first line without a label
// after its document number.
func (s *Splitter) resplit(doc []block) [][]block {
	refs := 0
	for _, b := range doc {
		for _, l := range b.lines {
			if f, _ := s.label(ProQuest, l); f == "ref" {
				refs++
			}
		}
	}
	if refs < 2 {
		return [][]block{doc}
	}
	var out [][]block
	var cur []block
	numbered := false
	for _, b := range alone(doc) {
		f, _ := s.label(ProQuest, b.first())
		if numbered && (f == "" || f == "title") {
			out, cur, numbered = append(out, cur), nil, false
		}
		numbered = numbered || f == "ref"
		cur = append(cur, b)
	}
	if s.hasArticle(cur) {
		out = append(out, cur)
	}
	return out
}

func (s *Splitter) hasArticle(blocks []block) bool {
	seen := map[string]bool{}
	for _, b := range blocks {
		for _, l := range b.lines {
			if f, _ := s.label(ProQuest, l); f != "" {
				seen[f] = true
			}
		}
	}
	return seen["text"] || seen["ref"] || seen["outlet"] && seen["published"]
}

var infoRE = regexp.MustCompile(`^([^;\[]+?)(?:\s*;[^\[]*)?(?:\s*,[^\[]*)?\s*(?:\[[^\]]*\])?\s*([0-9]{1,2} \p{L}+\.? [0-9]{4}|\p{L}+\.? [0-9]{1,2}, [0-9]{4})`)

// parseProQuest reads a title and "Label: value" lines; the full text runs to
// its last sentence, whatever words with a colon open its paragraphs.
func (s *Splitter) parseProQuest(doc []block) (*item, error) {
	it := &item{}
	doc = alone(s.noise(ProQuest, doc)) // ProQuest wraps no lines
	last := s.lastProse(ProQuest, doc)
	field := ""
	var values []string
	info := ""
	flush := func() {
		v := strings.TrimSpace(strings.Join(values, " "))
		values = nil
		switch field {
		case "outlet":
			v, _, _ = strings.Cut(v, ";")
			v = strings.TrimSpace(v)
		case "byline":
			v = turnNames(v)
		case "info":
			info = v
		case "title":
			it.report.Title = "" // the labelled title is whole, the line above may not be
		}
		s.put(it, field, v)
	}
	for i, b := range doc {
		var para []string
		for _, l := range b.lines {
			if m, _, _ := s.mark(ProQuest, l); m == "failed" {
				it.failed = true
				continue
			}
			f, v := s.label(ProQuest, l)
			if fold(l) == "proquest document link" {
				f = "url"
			}
			if field == "text" && i < last {
				f = ""
			}
			switch {
			case f == "" && field == "text":
				para = append(para, l)
				continue
			case f == "" && field == "" && it.report.Title == "":
				s.put(it, "title", l)
				continue
			case f == "":
				values = append(values, l)
				continue
			}
			if len(para) > 0 {
				it.text = append(it.text, block{para})
				para = nil
			}
			flush()
			field, values = f, nil
			if m, _, _ := s.mark(ProQuest, v); m == "failed" {
				it.failed = true
			} else if f == "text" && v != "" {
				para = append(para, v)
			} else if v != "" {
				values = append(values, v)
			}
		}
		if len(para) > 0 {
			it.text = append(it.text, block{para})
		}
	}
	flush()
	if m := infoRE.FindStringSubmatch(info); m != nil {
		s.put(it, "outlet", m[1])
		s.put(it, "published", m[2])
	}
	return it, nil
}

// turnNames gives "Roth, Anna; Diallo, Moussa" as names are spoken.
func turnNames(v string) string {
	parts := strings.Split(v, ";")
	for i, p := range parts {
		p = strings.Trim(strings.TrimSpace(p), ".")
		if last, first, ok := strings.Cut(p, ","); ok && !strings.Contains(first, ",") && len(strings.Fields(first)) <= 3 {
			p = strings.TrimSpace(first) + " " + strings.TrimSpace(last)
		}
		parts[i] = p
	}
	return strings.Join(parts, "; ")
}
