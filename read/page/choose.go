package page

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// container finds the lowest element that holds most of the article's running
// text, by the weight of each passage.
func container(t *tree, ps []*passage) *html.Node {
	held := map[*html.Node]int{}
	total := 0
	for _, p := range ps {
		if p.weight == 0 {
			continue
		}
		total += p.weight
		for n := p.node; n != nil && n != t.html; n = n.Parent {
			held[n] += p.weight
		}
	}
	best := t.body
	for at := t.body; total > 0; {
		down := at.FirstChild
		for down != nil && float64(held[down]) < minShare*float64(total) {
			down = down.NextSibling
		}
		if down == nil {
			break
		}
		if at = down; holds(at.DataAtom) {
			best = at
		}
	}
	return widened(t, best, held)
}

// widened climbs from a container to the element that holds its like: an
// article may be laid out as several sections of one name.
func widened(t *tree, at *html.Node, held map[*html.Node]int) *html.Node {
	for n, i := at, 0; n != t.body && n.Parent != nil && i < maxClimb; n, i = n.Parent, i+1 {
		class := attr(n, "class")
		if class == "" {
			continue
		}
		for c := n.Parent.FirstChild; c != nil; c = c.NextSibling {
			if c != n && c.DataAtom == n.DataAtom && attr(c, "class") == class && minSection*held[c] > held[n] && !headed(c) {
				at = n.Parent
				break
			}
		}
	}
	return at
}

// headed reports whether an element is or holds an article of its own.
func headed(n *html.Node) bool {
	if n.DataAtom == atom.Article || n.DataAtom == atom.H1 || n.DataAtom == atom.Time {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if headed(c) {
			return true
		}
	}
	return false
}

// holds reports whether an element called a can hold a whole article.
func holds(a atom.Atom) bool {
	switch classOf(a) {
	case block, cell:
		switch a {
		case atom.P, atom.Li, atom.Ul, atom.Ol, atom.Dl, atom.Dd, atom.Dt, atom.Pre, atom.Tr, atom.Tbody, atom.Blockquote,
			atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
			return false
		}
		return true
	}
	return a == 0
}

const (
	minSection = 10   // how many times smaller a section may be than the one found
	minArticle = 60   // words: what is left when furniture is not counted
	minShare   = 0.65 // of the running text that the container holds
	minRunning = 10   // words of a passage that reads like sentences
	maxPhrased = 40   // words of a call to the reader
)

// running is the weight of a passage as running text: its words where it reads
// like sentences.
func running(p *passage) int {
	if p.words < minRunning || 2*p.linked > p.chars {
		return 0
	}
	return p.words
}

// weigh sets the weights of passages as the article's running text, by shape:
// an article's paragraphs follow one another, teasers stand apart.
func weigh(ps []*passage) {
	total, bad := 0, elsewhere|caption
	for _, p := range ps {
		if p.marks&bad == 0 {
			total += running(p)
		}
	}
	if total < minArticle {
		bad = hidden | comments // the names must speak of something else
	}
	run := func(i int) bool {
		return i >= 0 && i < len(ps) && ps[i].marks&bad == 0 && running(ps[i]) > 0
	}
	for i, p := range ps {
		if !run(i) {
			continue
		}
		w := 1
		if run(i-1) || run(i-2) {
			w += 2
		}
		if run(i+1) || run(i+2) {
			w += 2
		}
		if p.marks&bodied != 0 {
			w *= 3
		}
		p.weight = running(p) * w
	}
}

// phrases knows how paragraphs begin that are not the article's own.
type phrases struct {
	kinds map[string]string // beginning -> any, link, all, end, rest
	sizes []int             // lengths of beginnings, in bytes, longest first
}

func newPhrases(lex *lexicon.Lexicon) (*phrases, error) {
	rows, err := lex.Rows("pages/phrases.txt")
	if err != nil {
		return nil, err
	}
	f := &phrases{kinds: map[string]string{}}
	for _, r := range rows {
		switch k := r.Field(1); k {
		case "any", "link", "all", "end", "rest":
			f.kinds[r.Key()] += k + " "
		default:
			return nil, r.Errorf("%q is not any, link, all, end or rest", k)
		}
		if n := len(r.Key()); !slices.Contains(f.sizes, n) {
			f.sizes = append(f.sizes, n)
		}
	}
	slices.Sort(f.sizes)
	slices.Reverse(f.sizes)
	return f, nil
}

// of tells which kinds of phrase the passage begins like, "" for none.
func (f *phrases) of(p *passage) string {
	s := p.text
	if p.words > maxPhrased {
		return ""
	}
	s = strings.ToLower(strings.TrimLeftFunc(s, func(c rune) bool { return !unicode.IsLetter(c) && c != '©' && c != '(' }))
	for _, n := range f.sizes {
		if n > len(s) {
			continue
		}
		k, ok := f.kinds[s[:n]]
		if !ok || !endsWord(s, n) {
			continue
		}
		if all := strings.Contains(k, "all"); all && hasLetter(s[n:]) {
			if k = strings.Replace(k, "all ", "", 1); k == "" {
				continue
			}
		}
		return k
	}
	return ""
}

func hasLetter(s string) bool { return strings.IndexFunc(s, unicode.IsLetter) >= 0 }

// endsWord reports whether a word ends before byte n of s.
func endsWord(s string, n int) bool {
	for _, c := range s[n:] {
		last := s[n-1]
		return !unicode.IsLetter(c) || last == '@' || last == ':'
	}
	return true
}

// choose sets the kind of each passage of the article's container: "" for
// what is not of the article.
func (r *Reader) choose(ps []*passage, title string) {
	marked := 0
	for _, p := range ps {
		if p.marks&standfirst != 0 {
			marked++
		}
	}
	seen := map[string]bool{}
	begun := false
	for i, p := range ps {
		if m := p.marks & elsewhere; p.words > maxWidget && running(p) > 0 && (m == named || m == links && !begun && 5*p.linked < p.chars) {
			p.marks &^= m // its shape speaks against its name
		}
		if marked > maxStandfirsts {
			p.marks &^= standfirst // such names are for subheadings here
		}
		p.kind = r.kind(p, begun, title)
		if p.kind != chancery.Body {
			continue
		}
		phrase := r.phrases.of(p)
		late := begun && 2*i > len(ps)
		if late && p.words < minRunning && strings.Contains(phrase, "rest") {
			p.kind = ""
			for _, q := range ps[i:] {
				q.kind = ""
			}
			break
		}
		switch {
		case strings.Contains(phrase, "any"), strings.Contains(phrase, "all"),
			strings.Contains(phrase, "link") && 2*p.linked > p.chars,
			p.linked*10 > p.chars*8,
			p.words >= minRepeated && seen[p.text]:
			p.kind = ""
			continue
		case isPicture(p):
			p.kind = chancery.Caption
			continue
		}
		seen[p.text] = true
		begun = begun || running(p) > 0
	}
	for i := len(ps) - 1; i >= 0; i-- {
		if ps[i].kind == chancery.Headline {
			dropBefore(ps[:i])
			break
		}
	}
	r.trim(ps)
}

// dropBefore drops the scraps that stand before the headline.
func dropBefore(ps []*passage) {
	for _, p := range ps {
		if p.kind == chancery.Body && running(p) == 0 {
			p.kind = ""
		}
	}
}

const (
	maxWidget      = 12 // words of a text in an element named like furniture
	maxStandfirsts = 2
	maxByline      = 25
	minRepeated    = 30 // words of a paragraph that no author repeats
	maxCaption     = 25 // words of a caption without a full stop
)

// isPicture reports whether a passage stands by a picture and reads like a
// caption: short, and no sentence.
func isPicture(p *passage) bool {
	switch p.node.DataAtom {
	case atom.Div, atom.Span, atom.Center, atom.Em, atom.I, atom.Small:
	default:
		return false
	}
	end, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(p.text, unicode.IsSpace))
	if p.words > maxCaption || strings.ContainsRune(`.!?:…"'”’»`, end) {
		return false
	}
	for c := p.node.FirstChild; c != nil; c = c.NextSibling {
		if isImage(c) {
			return true
		}
	}
	for n, i := p.node.PrevSibling, 0; n != nil && i < 3; n, i = n.PrevSibling, i+1 {
		if isImage(n) {
			return true
		}
		if n.Type == html.ElementNode {
			return false
		}
	}
	return false
}

// isImage reports whether n shows a picture and nothing else.
func isImage(n *html.Node) bool {
	for i := 0; n != nil && i < 4; i++ {
		if n.DataAtom == atom.Img || n.DataAtom == atom.Picture {
			return true
		}
		if n.FirstChild != n.LastChild {
			return false
		}
		n = n.FirstChild
	}
	return false
}

// kind tells the kind of passage that the markup speaks of.
func (r *Reader) kind(p *passage, begun bool, title string) chancery.PartKind {
	switch {
	case p.marks&elsewhere != 0 || !hasWords(p):
		return ""
	case p.marks&credit != 0:
		return chancery.Credit
	case p.marks&caption != 0:
		return chancery.Caption
	case !begun && (p.node.DataAtom == atom.H1 || p.marks&headlined != 0), isTitle(p.text, title):
		return chancery.Headline
	case p.marks&standfirst != 0 && !begun:
		return chancery.Standfirst
	case p.marks&byline != 0 && p.words <= maxPhrased, !begun && r.isByline(p):
		return chancery.Byline
	case p.marks&dated != 0 && p.words <= minRunning:
		return ""
	case p.marks&noticed != 0:
		return chancery.Notice
	}
	return chancery.Body
}

// isTitle reports whether text is the page's title, with or without the site's
// name.
func isTitle(text, title string) bool {
	if strings.EqualFold(text, title) {
		return true
	}
	before, _ := cutSite(title)
	return before != "" && strings.EqualFold(text, before)
}

// isByline reports whether a passage before the article's text is a byline by
// its words: "By Ann Lee, Geneva".
func (r *Reader) isByline(p *passage) bool {
	if p.words > maxByline {
		return false
	}
	rest, ok := r.bylines.led(p.text)
	first, _ := utf8.DecodeRuneInString(rest)
	end, _ := utf8.DecodeLastRuneInString(rest)
	return ok && unicode.IsUpper(first) && (end != '.' || p.words < minRunning)
}

// hasWords reports whether a passage says something: a letter or, in a table,
// a figure.
func hasWords(p *passage) bool {
	for _, c := range p.text {
		if unicode.IsLetter(c) || p.marks&(inTable|listed) != 0 && unicode.IsDigit(c) {
			return p.chars > 1 || p.marks&inTable != 0
		}
	}
	return false
}

// trim drops what ends the article without being of it: headings that head
// nothing, calls to the reader.
func (r *Reader) trim(ps []*passage) {
	for i := len(ps) - 1; i >= 0; i-- {
		p := ps[i]
		if p.kind != chancery.Body {
			continue
		}
		switch {
		case isHeading(p.node.DataAtom),
			strings.Contains(r.phrases.of(p), "end"),
			2*p.linked > p.chars && p.marks&inTable == 0 && p.words < maxPhrased:
			p.kind = ""
		default:
			return
		}
	}
}

func isHeading(a atom.Atom) bool {
	switch a {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return true
	}
	return false
}
