package story

import (
	"container/heap"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/chancery-project/chancery/lexicon"
)

// Document is what is needed of an article to tell which story it is on.
type Document struct {
	ID        string
	Title     string
	Text      string
	Published string // RFC 3339 date or date-time; "" when unknown
}

// Clusterer sorts documents into stories. It is safe for concurrent use.
type Clusterer struct{ stop map[string]bool }

// NewClusterer compiles the lexicon's stopwords.
func NewClusterer(lex *lexicon.Lexicon) (*Clusterer, error) {
	rows, err := lex.Rows("stopwords.txt")
	if err != nil {
		return nil, err
	}
	c := &Clusterer{map[string]bool{}}
	for _, r := range rows {
		c.stop[r.Key()] = true
	}
	return c, nil
}

// What counts for more: names, numbers, the title and the first lines.
const (
	nameWeight   = 3
	numberWeight = 2
	titleWeight  = 3
	leadWeight   = 2
	leadLines    = 2
	// background is the number of documents, without any of these words, that
	// a small batch is thought to lie in, so that its common words count for little.
	background = 500
	// threshold is the mean similarity below which two groups are two stories.
	threshold = 0.23
	// closeDays is up to how many days apart documents are as alike as on one
	// day; then likeness halves every halfDays: attacks that are told alike
	// months apart are stories of their own.
	closeDays = 10
	halfDays  = 21
	// faint is the similarity that is taken for none.
	faint = 0.03
)

// Stories gives each document the number of its story, from 0 in the order of
// the first documents. Groups are joined by average linkage over TF-IDF
// vectors (UPGMA; Sneath and Sokal), weighted by how far apart in time two
// documents are. The order of documents does not matter.
func (c *Clusterer) Stories(documents []Document) []int {
	order := make([]int, len(documents))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(i, j int) bool {
		a, b := documents[order[i]], documents[order[j]]
		if a.Published != b.Published {
			return a.Published < b.Published
		}
		return a.ID < b.ID
	})
	sorted := make([]Document, len(documents))
	for i, o := range order {
		sorted[i] = documents[o]
	}
	groups := link(c.similarities(sorted), len(sorted))
	out := make([]int, len(documents))
	number := map[int]int{}
	for i, g := range groups {
		if _, known := number[g]; !known {
			number[g] = len(number)
		}
		out[order[i]] = number[g]
	}
	return out
}

// counts gives the weighted words of a document.
func (c *Clusterer) counts(d Document) map[string]float64 {
	out := map[string]float64{}
	c.count(out, d.Title, titleWeight)
	for i, line := range strings.Split(d.Text, "\n") {
		weight := 1.0
		if i < leadLines {
			weight = leadWeight
		}
		c.count(out, line, weight)
	}
	return out
}

func (c *Clusterer) count(out map[string]float64, text string, weight float64) {
	opens := true // the next word opens a sentence: its capital says nothing
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			opens = opens || strings.ContainsRune(".!?", r)
			i += n
			continue
		}
		start := i
		for i < len(text) {
			r, n := utf8.DecodeRuneInString(text[i:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-'’", r) {
				break
			}
			i += n
		}
		first, _ := utf8.DecodeRuneInString(text[start:])
		word := strings.TrimSuffix(strings.ReplaceAll(strings.ToLower(text[start:i]), "’", "'"), "'s")
		if len(word) >= 2 && !c.stop[word] {
			w := weight
			switch {
			case unicode.IsDigit(first):
				w *= numberWeight
			case unicode.IsUpper(first) && !opens:
				w *= nameWeight
			}
			out[stem(word)] += w
		}
		opens = false
	}
}

type pairOf struct{ a, b int }

// similarities gives the pairs of documents that share more than a little.
func (c *Clusterer) similarities(documents []Document) map[pairOf]float64 {
	counts := make([]map[string]float64, len(documents))
	df := map[string]int{}
	for i, d := range documents {
		counts[i] = c.counts(d)
		for w := range counts[i] {
			df[w]++
		}
	}
	type posting struct {
		document int
		weight   float64
	}
	index := map[string][]posting{}
	out := map[pairOf]float64{}
	for i, d := range documents {
		var words []string
		for w := range counts[i] {
			if df[w] > 1 {
				words = append(words, w)
			}
		}
		slices.Sort(words) // sums of floats depend on their order
		length := 0.0
		weights := make([]float64, len(words))
		for k, w := range words {
			weights[k] = (1 + math.Log(1+counts[i][w])) * math.Log(float64(len(documents)+background)/float64(df[w]+1))
			length += weights[k] * weights[k]
		}
		length = math.Sqrt(length)
		sums := map[int]float64{}
		for k, w := range words {
			x := weights[k] / length
			for _, p := range index[w] {
				sums[p.document] += x * p.weight
			}
			index[w] = append(index[w], posting{i, x})
		}
		for j, s := range sums {
			if s *= fade(documents[j].Published, d.Published); s > faint {
				out[pairOf{j, i}] = s
			}
		}
	}
	return out
}

// fade is how much of their likeness two days keep.
func fade(a, b string) float64 {
	x, y := day(a), day(b)
	if x == noDay || y == noDay {
		return 1
	}
	return math.Exp2(-float64(max(0, max(x-y, y-x)-closeDays)) / halfDays)
}

// candidate is a pair of groups that may be joined.
type candidate struct {
	similarity float64
	a, b       int
}

type candidates []candidate

func (c candidates) Len() int { return len(c) }
func (c candidates) Less(i, j int) bool {
	if c[i].similarity != c[j].similarity {
		return c[i].similarity > c[j].similarity
	}
	if c[i].a != c[j].a {
		return c[i].a < c[j].a
	}
	return c[i].b < c[j].b
}
func (c candidates) Swap(i, j int) { c[i], c[j] = c[j], c[i] }
func (c *candidates) Push(x any)   { *c = append(*c, x.(candidate)) }
func (c *candidates) Pop() any {
	last := (*c)[len(*c)-1]
	*c = (*c)[:len(*c)-1]
	return last
}

// link joins n items, closest first, while the mean similarity of two groups
// reaches the threshold, and gives each item its group.
func link(similar map[pairOf]float64, n int) []int {
	near := make([]map[int]float64, n, 2*n)
	size := make([]int, n, 2*n)
	members := make([][]int, n, 2*n)
	for i := range n {
		near[i], size[i], members[i] = map[int]float64{}, 1, []int{i}
	}
	var queue candidates
	for p, s := range similar {
		near[p.a][p.b], near[p.b][p.a] = s, s
		if s >= threshold {
			queue = append(queue, candidate{s, p.a, p.b})
		}
	}
	heap.Init(&queue)
	for queue.Len() > 0 {
		c := heap.Pop(&queue).(candidate)
		if near[c.a] == nil || near[c.b] == nil {
			continue // joined already
		}
		g := len(near)
		joined := map[int]float64{}
		for _, old := range []int{c.a, c.b} {
			for o, s := range near[old] {
				if o != c.a && o != c.b {
					joined[o] += s * float64(size[old]) // at most two terms: their order does not matter
				}
			}
		}
		total := size[c.a] + size[c.b]
		for o, s := range joined {
			joined[o] = s / float64(total)
			delete(near[o], c.a)
			delete(near[o], c.b)
			near[o][g] = joined[o]
			if joined[o] >= threshold {
				heap.Push(&queue, candidate{joined[o], min(o, g), max(o, g)})
			}
		}
		near = append(near, joined)
		size = append(size, total)
		members = append(members, append(members[c.a], members[c.b]...))
		near[c.a], near[c.b] = nil, nil
	}
	out := make([]int, n)
	for g := range near {
		if near[g] != nil {
			for _, i := range members[g] {
				out[i] = g
			}
		}
	}
	return out
}
