package story

import (
	"hash/fnv"
	"math"
	"sort"
	"strings"
)

// Text is what is needed of an article to see whether it is a copy of another.
type Text struct {
	ID        string
	Document  string
	Published string

	shingles []uint64 // hashes of all runs of shingle words, sorted, each once
}

const (
	shingle   = 5  // words in a run
	bands     = 20 // MinHash bands …
	perBand   = 3  // … of so many hashes: pairs that share half their shingles meet in 93 of 100 cases
	copyDays  = 10 // copies are published within so many days
	copyShare = 0.5
	partShare = 0.85
)

// NewText prepares an article's text.
func NewText(id, document, published, text string) *Text {
	t := &Text{ID: id, Document: document, Published: published}
	words := fields(text)
	seen := map[uint64]bool{}
	for i := 0; i+shingle <= len(words); i++ {
		h := fnv.New64a()
		h.Write([]byte(strings.Join(words[i:i+shingle], " ")))
		if x := h.Sum64(); !seen[x] {
			seen[x] = true
			t.shingles = append(t.shingles, x)
		}
	}
	sort.Slice(t.shingles, func(i, j int) bool { return t.shingles[i] < t.shingles[j] })
	return t
}

// mix is a bijection of 64 bits (SplitMix64), one for each seed.
func mix(x, seed uint64) uint64 {
	x += seed * 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Bands are the blocks of a text (MinHash, Broder 1997, with banding): two
// articles can be copies only when they share one.
func (t *Text) Bands() []int64 {
	h := fnv.New64a()
	h.Write([]byte("document " + t.Document))
	out := []int64{int64(h.Sum64())}
	if len(t.shingles) == 0 {
		return out
	}
	for b := range bands {
		key := uint64(b)
		for k := range perBand {
			low := uint64(math.MaxUint64)
			for _, x := range t.shingles {
				low = min(low, mix(x, uint64(b*perBand+k+1)))
			}
			key = mix(key^low, 77)
		}
		out = append(out, int64(key))
	}
	return out
}

// Copies reports whether two articles are one voice: versions of one
// document, or one text with small changes, or one most of the other.
func (t *Text) Copies(u *Text) bool {
	if t.Document == u.Document {
		return true
	}
	if x, y := day(t.Published), day(u.Published); x != noDay && y != noDay && max(x-y, y-x) > copyDays {
		return false
	}
	n := 0
	for i, j := 0, 0; i < len(t.shingles) && j < len(u.shingles); {
		switch {
		case t.shingles[i] == u.shingles[j]:
			n, i, j = n+1, i+1, j+1
		case t.shingles[i] < u.shingles[j]:
			i++
		default:
			j++
		}
	}
	small := min(len(t.shingles), len(u.shingles))
	all := len(t.shingles) + len(u.shingles) - n
	return small >= 10 && (float64(n) >= copyShare*float64(all) || float64(n) >= partShare*float64(small))
}

// Voices gives each article the id of the first of those that are one voice
// with it, by date and id. Being copies is passed on: a copy of a copy is one
// voice with the first.
func Voices(texts []*Text) map[string]string {
	all := append([]*Text(nil), texts...)
	sort.Slice(all, func(i, j int) bool {
		if all[i].Published != all[j].Published {
			return all[i].Published < all[j].Published
		}
		return all[i].ID < all[j].ID
	})
	root := make([]int, len(all))
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	blocks := map[int64][]int{}
	for i, t := range all {
		root[i] = i
		for _, b := range t.Bands() {
			for _, j := range blocks[b] {
				if x, y := find(i), find(j); x != y && t.Copies(all[j]) {
					root[max(x, y)] = min(x, y)
				}
			}
			blocks[b] = append(blocks[b], i)
		}
	}
	out := map[string]string{}
	for i, t := range all {
		out[t.ID] = all[find(i)].ID
	}
	return out
}
