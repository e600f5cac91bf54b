package office

import (
	"math"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Layout works in ems of the text at hand, so that it holds for any size.
const (
	sameBaseline = 0.35 // ems that a line's baselines may differ
	wordGap      = 0.16 // a gap as wide parts words
	fieldGap     = 1.2  // a gap as wide may part columns
	paraGap      = 1.35 // of the usual line distance
	minColumn    = 4    // lines that two columns have at least
)

// layout puts the text of all pages in reading order and joins it to
// paragraphs.
func layout(sheets []sheet) *text {
	pages := make([][]row, len(sheets))
	for i, s := range sheets {
		pages[i] = rows(s.glyphs, i)
	}
	dropRunning(pages)
	var lines []row
	for _, p := range pages {
		lines = append(lines, columns(p, 0)...)
	}
	return paragraphs(lines)
}

var pageNumber = regexp.MustCompile(`(?i)^[\W_]*(?:page|p\.|seite)?\s*[0-9ivxlc]{1,5}(?:\s*(?:of|/|von|de|sur)\s*[0-9]{1,5})?[\W_]*$`)

var digits = regexp.MustCompile(`[0-9]+`)

// dropRunning removes headers, footers and page numbers: what stands at the
// same height at the top or bottom of several pages and says the same but for
// its numbers.
func dropRunning(pages [][]row) {
	if len(pages) == 1 && len(pages[0]) > 1 {
		if p := pages[0]; pageNumber.MatchString(p[len(p)-1].text()) {
			pages[0] = p[:len(p)-1]
		}
	}
	if len(pages) < 2 {
		return
	}
	type key struct {
		text string
		y    int
	}
	const edge = 3 // rows at each end that may be running matter
	at := func(r row) key {
		t := r.text()
		if pageNumber.MatchString(t) {
			return key{"#", int(math.Round(r.y / 4))}
		}
		return key{digits.ReplaceAllString(t, "#"), int(math.Round(r.y / 4))}
	}
	seen := map[key]int{}
	for _, p := range pages {
		for i, r := range p {
			if i < edge || i >= len(p)-edge {
				seen[at(r)]++
			}
		}
	}
	need := max(2, (len(pages)+2)/3)
	for n, p := range pages {
		first, last := 0, len(p)
		for first < min(edge, len(p)) && running(seen[at(p[first])], need, len(pages), p[first]) {
			first++
		}
		for last > max(first, len(p)-edge) && running(seen[at(p[last-1])], need, len(pages), p[last-1]) {
			last--
		}
		pages[n] = p[first:last]
	}
}

// running asks more of two pages than of many: two articles may begin alike.
func running(seen, need, pages int, r row) bool {
	if seen < need {
		return false
	}
	return pages > 2 || pageNumber.MatchString(r.text()) || len(r.words) < 12
}

// columns orders the rows of a page: where a gutter parts them, the left
// column comes first.
func columns(page []row, depth int) []row {
	if len(page) < 2*minColumn || depth > 3 {
		return fresh(page)
	}
	from, to, x := gutter(page)
	if to == from {
		return fresh(page)
	}
	var left, right []row
	for _, r := range page[from:to] {
		i := 0
		for i < len(r.words) && r.words[i].end <= x {
			i++
		}
		for _, half := range []struct {
			words []word
			list  *[]row
		}{{r.words[:i], &left}, {r.words[i:], &right}} {
			if len(half.words) > 0 {
				*half.list = append(*half.list, row{words: half.words, y: half.words[0].y, size: commonSize(half.words), page: r.page})
			}
		}
	}
	out := columns(page[:from], depth+1)
	out = append(out, columns(left, depth+1)...)
	out = append(out, columns(right, depth+1)...)
	return append(out, columns(page[to:], depth+1)...)
}

func fresh(rows []row) []row {
	if len(rows) > 0 {
		rows[0].fresh = true
	}
	return rows
}

// gutter finds the longest stretch of rows that a vertical strip parts into
// two columns of running text; from == to when there is none.
func gutter(page []row) (from, to int, at float64) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, r := range page {
		lo, hi = min(lo, r.x()), max(hi, r.end())
	}
	width := hi - lo
	if width < 10 || width > 1e6 {
		return 0, 0, 0
	}
	best := 0
	for step := 20; step <= 80; step++ {
		x := lo + width*float64(step)/100
		start := 0
		for i := 0; i <= len(page); i++ {
			if i < len(page) && clear(page[i], x) {
				continue
			}
			if n := i - start; n > best && twoColumns(page[start:i], lo, hi, x) {
				best, from, to, at = n, start, i, x
			}
			start = i + 1
		}
	}
	return from, to, at
}

// clear reports whether no word of r stands at x or near it.
func clear(r row, x float64) bool {
	for i, w := range r.words {
		if w.end <= x {
			continue
		}
		gap := math.Inf(1)
		if i > 0 {
			gap = w.x - r.words[i-1].end
		}
		return w.x >= x && (gap >= fieldGap*r.size*0.6)
	}
	return true
}

// twoColumns reports whether the rows fill both sides of x as text does: a
// table's cells are shorter.
func twoColumns(rows []row, lo, hi, x float64) bool {
	left, right := 0, 0
	var leftFill, rightFill float64
	for _, r := range rows {
		var l, rt float64
		for _, w := range r.words {
			if w.end <= x {
				l += w.end - w.x
			} else {
				rt += w.end - w.x
			}
		}
		if l > 0 {
			left++
			leftFill += l / (x - lo)
		}
		if rt > 0 {
			right++
			rightFill += rt / (hi - x)
		}
	}
	few, many := min(left, right), max(left, right)
	if few < minColumn && (few < 2 || many < 3*minColumn) {
		return false
	}
	return leftFill/float64(left) > 0.55 && rightFill/float64(right) > 0.5
}

// paragraphs joins lines. A line begins a paragraph when it stands further
// down than usual, in another size, indented, or when its first word would
// have had room on the line before.
func paragraphs(lines []row) *text {
	out := &text{}
	if len(lines) == 0 {
		return out
	}
	m := measure(lines)
	vocabulary := knownWords(lines)
	style := m.style(lines[0])
	b := []byte(lines[0].text())
	for i := 1; i < len(lines); i++ {
		next := lines[i].text()
		if m.starts(lines, i) {
			out.add(string(b), style)
			style = m.style(lines[i])
			b = append(b[:0], next...)
			continue
		}
		cut, between := seam(lines[i-1].text(), next, vocabulary)
		b = append(append(b[:len(b)-cut], between...), next...)
	}
	out.add(string(b), style)
	return out
}

// measures are what is usual in a document.
type measures struct {
	size    float64
	leading float64 // line distance in ems
	right   []float64
	left    []float64
}

func measure(lines []row) measures {
	sizes := map[float64]int{}
	var m measures
	most := 0
	for _, r := range lines {
		if sizes[r.size] += len(r.words); sizes[r.size] > most {
			m.size, most = r.size, sizes[r.size]
		}
	}
	var leads []float64
	m.left, m.right = make([]float64, len(lines)), make([]float64, len(lines))
	for from := 0; from < len(lines); {
		to := from + 1
		for to < len(lines) && !lines[to].fresh {
			if d := (lines[to-1].y - lines[to].y) / lines[to].size; d > 0.5 && d < 3 && lines[to].size == m.size {
				leads = append(leads, d)
			}
			to++
		}
		lo, hi := margins(lines[from:to])
		for i := from; i < to; i++ {
			m.left[i], m.right[i] = lo, hi
		}
		from = to
	}
	m.leading = 1.2
	if len(leads) > 0 {
		sort.Float64s(leads)
		m.leading = leads[len(leads)/2]
	}
	return m
}

// margins gives where most lines begin and the longest end.
func margins(lines []row) (left, right float64) {
	var xs []float64
	right = math.Inf(-1)
	for _, r := range lines {
		xs = append(xs, r.x())
		right = max(right, r.end())
	}
	sort.Float64s(xs)
	return xs[len(xs)/4], right
}

func (m measures) style(r row) Style {
	if r.size > m.size*1.15 || r.bold() && r.size >= m.size && len(r.words) <= 15 {
		return Heading
	}
	return ""
}

func (m measures) starts(lines []row, i int) bool {
	was, now := lines[i-1], lines[i]
	s := strings.TrimRightFunc(was.text(), unicode.IsSpace)
	if now.fresh {
		// A new column or page goes on with the sentence that the last one broke.
		first, _ := utf8.DecodeRuneInString(now.text())
		full := m.right[i-1]-was.end() < now.words[0].end-now.words[0].x+now.size
		return endsSentence(s) || math.Abs(was.size-now.size) > 0.1*now.size ||
			!unicode.IsLower(first) && (!full || m.style(was) != m.style(now))
	}
	if math.Abs(was.size-now.size) > 0.1*now.size || was.bold() != now.bold() && m.style(was) != m.style(now) {
		return true
	}
	if (was.y-now.y)/now.size > m.leading*paraGap {
		return true
	}
	if m.style(now) == Heading && m.style(was) == Heading {
		return false
	}
	em := now.size
	if indent := now.x() - m.left[i]; indent > 0.8*em && indent < 4*em && was.x()-m.left[i-1] < 0.5*em {
		return true
	}
	room := m.right[i-1] - was.end()
	need := now.words[0].end - now.words[0].x + 0.3*em
	if strings.HasSuffix(s, "-") {
		return false
	}
	return room > need+0.5*em && (endsSentence(s) || room > need+4*em)
}

var initials = regexp.MustCompile(`\b(?:\p{Lu}\.)+$`) // U.S.

func endsSentence(s string) bool {
	s = strings.TrimRight(s, `"”’')]»`)
	if initials.MatchString(s) {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(".!?:…。؟۔", r)
}

// knownWords counts the words that stand whole inside lines.
func knownWords(lines []row) map[string]bool {
	seen := map[string]bool{}
	for _, r := range lines {
		for i, w := range r.words {
			if i < len(r.words)-1 {
				seen[strings.ToLower(strings.TrimFunc(w.text, func(r rune) bool { return !unicode.IsLetter(r) }))] = true
			}
		}
	}
	return seen
}

// seam says how line b goes on from line a: how many bytes of a's end go, and
// what stands between. The hyphen of a divided word goes, but stays where the
// document writes the word with it, and in what no one would divide so, such
// as "US-led".
func seam(a, b string, known map[string]bool) (cut int, between string) {
	stem := strings.TrimRight(a, "-\u2010\u00ad")
	cut = len(a) - len(stem)
	if cut == 0 {
		return 0, " "
	}
	if strings.HasSuffix(a, "\u00ad") {
		return cut, ""
	}
	head := stem[strings.LastIndexAny(stem, " \n")+1:]
	tail, _, _ := strings.Cut(b, " ")
	last, _ := utf8.DecodeLastRuneInString(head)
	first, _ := utf8.DecodeRuneInString(tail)
	letters := func(s string) string {
		return strings.ToLower(strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) }))
	}
	switch {
	case head == "" || strings.HasSuffix(a, "--"):
		return 0, " " // a dash
	case !unicode.IsLetter(last), known[letters(head+"-"+tail)]:
		return 0, ""
	case known[letters(head+tail)] && unicode.IsLower(first):
		return cut, ""
	case !unicode.IsLower(first) || !unicode.IsLower(last):
		return 0, ""
	}
	return cut, ""
}
