package quote

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// label is the speaker's name before a turn of a transcript: "MR. PRICE: …",
// "QUESTION: …".
var label = regexp.MustCompile(`^["“]?((?:\p{Lu}[\p{Lu}.'’-]*)(?: \p{Lu}[\p{Lu}.'’-]*){0,4})(?: \([^)\n]{1,60}\))?:[ \x{00a0}]+`)

// turnsOf returns the label of each paragraph that a transcript's turn takes
// up, by the paragraph's index; nil where the article is no transcript: where
// it has fewer than two labels.
func turnsOf(doc *lang.Document) map[int]region {
	text := doc.Article.Text
	var starts []int // sentences that begin a paragraph
	for i := range doc.Sentences {
		if i == 0 || doc.Sentences[i].Paragraph != doc.Sentences[i-1].Paragraph {
			starts = append(starts, i)
		}
	}
	at := make([][]int, len(starts))
	first, last := -1, -1
	named := namedLabels(doc, starts)
	for n, i := range starts {
		s := doc.Sentences[i].Span
		m := label.FindStringSubmatchIndex(text[s.Start:min(len(text), s.Start+160)])
		if m == nil {
			m = named[n]
		}
		if m != nil {
			if at[n] = m; first < 0 {
				first = n
			}
			last = n
		}
	}
	if first == last {
		return nil
	}
	out := map[int]region{}
	var who chancery.Span
	for n := first; n <= last; n++ {
		i := starts[n]
		g := region{open: doc.Sentences[i].Span.Start, leads: true, whole: true}
		end := i
		for end+1 < len(doc.Sentences) && doc.Sentences[end+1].Paragraph == doc.Sentences[i].Paragraph {
			end++
		}
		g.end = doc.Sentences[end].Span.End
		from := g.open
		if m := at[n]; m != nil {
			who = chancery.Span{Start: g.open + m[2], End: g.open + m[3]}
			from += m[1]
		}
		body := strings.Trim(text[min(from, g.end):g.end], "\"“” \u00a0\n\t")
		if k := strings.LastIndex(body, " ("); k > 0 && strings.HasSuffix(body, ".)") {
			body = strings.TrimRight(body[:k], " \u00a0") // "(Applause.)"
		}
		body = staged(body)
		if body == "" || body[0] == '(' || body[0] == '[' {
			continue // "(Crosstalk.)"
		}
		g.content.Start = from + strings.Index(text[from:g.end], body)
		g.content.End = g.content.Start + len(body)
		g.words = len(strings.Fields(body))
		g.who = who
		out[doc.Sentences[i].Paragraph] = g
	}
	return out
}

// staged is a turn's words after a stage direction that they begin with:
// "(Via interpreter) Good afternoon."
func staged(body string) string {
	if body == "" || body[0] != '(' {
		return body
	}
	k := strings.IndexByte(body, ')')
	if k < 0 || k > 60 {
		return body
	}
	rest := strings.TrimLeft(body[k+1:], " \u00a0–-")
	if c, _ := utf8.DecodeRuneInString(rest); !unicode.IsUpper(c) {
		return body
	}
	return rest
}

// namedLabels returns the labels that are persons' names in their own
// capitals, "Jane Doe: …", by the paragraph that begins with them, in the form
// of label's matches; nil where no name is a label twice.
func namedLabels(doc *lang.Document, starts []int) map[int][]int {
	text := doc.Article.Text
	out := map[int][]int{}
	seen, again := map[string]bool{}, false
	k := 0
	for n, i := range starts {
		s := doc.Sentences[i].Span
		for k < len(doc.Names) && doc.Names[k].Span.End <= s.Start {
			k++
		}
		if k == len(doc.Names) {
			break
		}
		name := doc.Names[k]
		if name.Span.Start < s.Start || name.Span.End >= s.End {
			continue
		}
		rest := text[name.Span.End:s.End]
		if name.Kind != "PER" || strings.Count(text[s.Start:name.Span.Start], " ") > 2 || !strings.HasPrefix(rest, ": ") && !strings.HasPrefix(rest, ":\u00a0") {
			continue
		}
		who := text[s.Start:name.Span.End]
		if c, _ := utf8.DecodeRuneInString(who); !unicode.IsUpper(c) {
			continue
		}
		out[n] = []int{0, len(who) + 1, 0, len(who)}
		again = again || seen[who]
		seen[who] = true
	}
	if !again {
		return nil
	}
	return out
}

// turnOf returns the actor whose turn a label opens: it may be in capitals,
// "MR. PRICE" for Ned Price.
func (r *reading) turnOf(who chancery.Span) string {
	label := who.Text(r.text)
	id, ok := r.turns[label]
	if !ok {
		id = r.labelled(who)
		r.turns[label] = id
	}
	return id
}

func (r *reading) labelled(who chancery.Span) string {
	words := strings.Fields(who.Text(r.text))
	last := strings.Trim(words[len(words)-1], ".’'")
	if len(words) > 1 && r.numbers[strings.ToLower(last)] { // "SENIOR OFFICIAL TWO" is not "ONE"
		return r.cast.Unnamed(who)
	}
	first, n := utf8.DecodeRuneInString(last)
	name := string(first) + strings.ToLower(last[n:])
	for at, tries := 0, 0; tries < 3; tries++ {
		k := strings.Index(r.text[at:], name)
		if k < 0 {
			break
		}
		at += k + len(name)
		if id := r.cast.At(chancery.Span{Start: at - len(name), End: at}); id != "" {
			return id
		}
	}
	return r.cast.Resolve(who)
}

// signed returns the name that stands behind passage g after a dash:
// `“Go.” — Jane Doe, London`. It is empty where there is none.
func (r *reading) signed(n int) chancery.Span {
	g := &r.regions[n]
	rest := r.text[g.end:]
	if n+1 < len(r.regions) {
		rest = r.text[g.end:r.regions[n+1].open]
	}
	start := strings.TrimLeft(rest, " \u00a0\n\t")
	if len(rest)-len(start) > 4 {
		return chancery.Span{}
	}
	name := strings.TrimLeft(start, "―—–")
	if name == start {
		if name = strings.TrimPrefix(start, "--"); name == start {
			return chancery.Span{}
		}
	}
	name = strings.TrimLeft(name, " \u00a0")
	at := g.end + len(rest) - len(name)
	if k := strings.IndexAny(name, "\n"); k >= 0 {
		name = name[:k]
	}
	name = strings.TrimRight(name, " \u00a0.")
	if c, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(c) || len(strings.Fields(name)) > 12 {
		return chancery.Span{}
	}
	return chancery.Span{Start: at, End: at + len(name)}
}

// headline makes the quote of a headline that names its source before a
// colon: "Johnson: talks will fail". The source is a person's or body's name.
func (r *reading) headline() {
	for i := range r.doc.Sentences {
		s := &r.doc.Sentences[i]
		if i > 0 && s.Part != chancery.Headline {
			return
		}
		text := s.Span.Text(r.text)
		k := strings.Index(text, ": ")
		if k < 0 || k > 60 || strings.HasSuffix(text, ".") || r.followed(i) {
			continue
		}
		who := chancery.Span{Start: s.Span.Start, End: s.Span.Start + k}
		content := lang.Trim(r.text, chancery.Span{Start: who.End + 2, End: s.Span.End})
		named := false
		for _, n := range r.doc.Names {
			if n.Span.Start >= who.End {
				break
			}
			named = named || who.Contains(n.Span) && n.Span.End == who.End && (n.Kind == "PER" || n.Kind == "ORG")
		}
		v := r.view(i)
		tense := false
		for x := range v.w {
			tense = tense || v.w[x].Span.Start >= content.Start && (tensed(v.w[x].XPOS) || v.w[x].XPOS == "MD")
		}
		if named && tense && r.plain(content) {
			r.quote(chancery.Indirect, []chancery.Span{content}, source{head: 0, span: who, speaker: who}, nil, false)
		}
	}
}

// block makes the quote of a paragraph without marks that a verb of saying and a
// colon announce at the end of the paragraph before: "The minister replied:".
func (r *reading) block(i int) {
	s := &r.doc.Sentences[i]
	if s.Part != chancery.Body || r.followed(i) || !strings.HasSuffix(s.Span.Text(r.text), ":") || i+1 >= len(r.doc.Sentences) || r.doc.Sentences[i+1].Part != chancery.Body {
		return
	}
	v := r.view(i)
	for k := len(v.w) - 1; k >= 0; k-- {
		c, ok := v.cueAt(k)
		if !ok || c.think || c.tail != "" || v.quoted(k) || !v.finite(k) && !v.is(k, "root") {
			continue
		}
		src := v.sourceOf(k, c)
		if src.head < 0 || v.w[src.head].UPOS != "PROPN" && r.cast.At(src.speaker) == "" || v.complement(k, c) >= 0 {
			return
		}
		content := r.doc.Sentences[i+1].Span
		for j := i + 2; j < len(r.doc.Sentences) && r.followed(j-1); j++ {
			content.End = r.doc.Sentences[j].Span.End
		}
		if !strings.ContainsAny(r.text[content.End-1:content.End], ".!?") || !r.plain(content) {
			return
		}
		r.quote(chancery.Direct, []chancery.Span{content}, src, &v.w[k].Span, c.deny)
		return
	}
}

// followed reports whether sentence i goes on in its paragraph.
func (r *reading) followed(i int) bool {
	return i+1 < len(r.doc.Sentences) && r.doc.Sentences[i+1].Paragraph == r.doc.Sentences[i].Paragraph
}

// plain reports whether no quote or quoted passage is in the span.
func (r *reading) plain(span chancery.Span) bool {
	for _, q := range r.out {
		for _, c := range q.Content {
			if c.Overlaps(span) {
				return false
			}
		}
	}
	for k := range r.regions {
		if r.regions[k].open >= span.End {
			break
		}
		if r.regions[k].end > span.Start && r.regions[k].words > 4 {
			return false
		}
	}
	return true
}
