package story

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"sort"

	chancery "github.com/chancery-project/chancery"
)

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:8])
}

// Decision is an analyst's: two mentions are one happening, or are two,
// whatever the machine thinks.
type Decision struct {
	Same bool
	A, B string // mention ids
}

// Related reports whether a and b must be looked at together: they may be one
// happening. Being related does not depend on any other mention.
func Related(a, b *Mention, decisions *Decisions) bool {
	if same, ok := decisions.of(a.ID, b.ID); ok {
		return same
	}
	return conflict(a, b) == "" && (len(ties(a, b)) > 0 || maybe(a, b) || recalls(a, b))
}

// Why says in words why a and b are one happening, or what keeps them apart.
func Why(a, b *Mention) (one bool, because []string) {
	if c := conflict(a, b); c != "" {
		return false, []string{c}
	}
	if t := ties(a, b); len(t) > 0 {
		return true, t
	}
	return false, []string{"nothing beyond the words ties them"}
}

// Decisions are all that analysts decided; nil holds none.
type Decisions struct {
	pairs map[[2]string]bool
	peers map[string][]string
}

// NewDecisions takes decisions in the order in which they were made: a later
// one on the same pair wins.
func NewDecisions(all []Decision) *Decisions {
	d := &Decisions{pairs: map[[2]string]bool{}, peers: map[string][]string{}}
	for _, x := range all {
		key := pair(x.A, x.B)
		if _, known := d.pairs[key]; !known {
			d.peers[x.A] = append(d.peers[x.A], x.B)
			d.peers[x.B] = append(d.peers[x.B], x.A)
		}
		d.pairs[key] = x.Same
	}
	return d
}

func pair(a, b string) [2]string { return [2]string{min(a, b), max(a, b)} }

func (d *Decisions) of(a, b string) (same, ok bool) {
	if d == nil {
		return false, false
	}
	same, ok = d.pairs[pair(a, b)]
	return same, ok
}

// Peers lists the mentions that decisions bind to id.
func (d *Decisions) Peers(id string) []string {
	if d == nil {
		return nil
	}
	return d.peers[id]
}

// group is a happening in the making.
type group struct {
	mentions []*Mention
	members  []int // of all
	reasons  map[string]bool
	decided  bool
}

// edge is a pair that may be joined, strongest first.
type edge struct {
	a, b     int
	strong   int // number of reasons; more for a decision
	reasons  []string
	recalled bool // one may only recall the other
}

// byAnalyst is the strength of what an analyst decided.
const byAnalyst = 100

// less orders mentions by content: when their article was published, then by id.
func less(a, b *Mention) bool {
	if a.Article.Published != b.Article.Published {
		return a.Article.Published < b.Article.Published
	}
	return a.ID < b.ID
}

// Link sorts mentions into happenings. What comes out does not depend on the
// order of what comes in, and not on mentions that are not Related to any of
// these, so that a record can be linked piece by piece.
func Link(mentions []*Mention, decisions *Decisions) []*Happening {
	all := append([]*Mention(nil), mentions...)
	sort.Slice(all, func(i, j int) bool { return less(all[i], all[j]) })
	var out []*Happening
	for _, g := range join(all, edges(all, decisions), decisions) {
		out = append(out, g.happening())
	}
	sort.Slice(out, func(i, j int) bool { return out[i].before(out[j]) })
	return out
}

// edges finds the pairs that are tied or may be one, over shared blocks.
func edges(all []*Mention, decisions *Decisions) []edge {
	blocks, index := map[string][]int{}, map[string]int{}
	keys := make([][]string, len(all))
	for i, m := range all {
		index[m.ID] = i
		keys[i] = m.Keys()
		for _, k := range keys[i] {
			blocks[k] = append(blocks[k], i)
		}
	}
	var out []edge
	look := func(i, j int) {
		a, b := all[i], all[j]
		if same, ok := decisions.of(a.ID, b.ID); ok {
			if same {
				out = append(out, edge{a: i, b: j, strong: byAnalyst, reasons: []string{decided}})
			}
			return
		}
		if conflict(a, b) != "" {
			return
		}
		if t := ties(a, b); len(t) > 0 {
			out = append(out, edge{a: i, b: j, strong: len(t), reasons: t})
		} else if maybe(a, b) {
			out = append(out, edge{a: i, b: j})
		} else if recalls(a, b) {
			out = append(out, edge{a: i, b: j, recalled: true})
		}
	}
	for i, m := range all {
		for _, k := range keys[i] {
			for _, j := range blocks[k] {
				if j <= i || first(keys[i], keys[j]) != k { // each pair once, in the first block that it shares
					continue
				}
				look(i, j)
			}
		}
		for _, peer := range decisions.Peers(m.ID) {
			if j, ok := index[peer]; ok && j > i && first(keys[i], keys[j]) == "" {
				look(i, j)
			}
		}
	}
	sort.Slice(out, func(i, j int) bool {
		x, y := out[i], out[j]
		if x.strong != y.strong {
			return x.strong > y.strong
		}
		if x.a != y.a {
			return x.a < y.a
		}
		return x.b < y.b
	})
	return out
}

// first is the first string that two sorted lists share, "" for none.
func first(a, b []string) string {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			return a[i]
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return ""
}

// join joins pairs, strongest first, unless members of the two groups
// conflict; then what analysts made one, whole. What is only maybe one, or only
// recalls another, waits to the end and joins where there is no choice.
func join(all []*Mention, pairs []edge, decisions *Decisions) []*group {
	of := make([]*group, len(all))
	for i, m := range all {
		of[i] = &group{mentions: []*Mention{m}, members: []int{i}, reasons: map[string]bool{}}
	}
	merge := func(a, b *group, reasons []string) {
		a.mentions = append(a.mentions, b.mentions...)
		for r := range b.reasons {
			a.reasons[r] = true
		}
		for _, r := range reasons {
			a.reasons[r] = true
			a.decided = a.decided || r == decided
		}
		a.decided = a.decided || b.decided
		for _, i := range b.members {
			of[i] = a
		}
		a.members = append(a.members, b.members...)
	}
	fits := func(a, b *group) bool {
		for _, x := range a.mentions {
			for _, y := range b.mentions {
				if same, ok := decisions.of(x.ID, y.ID); ok && !same {
					return false
				} else if c := conflict(x, y); !ok && c != "" && !(c == otherTime && (a.bridges(x, y) || b.bridges(y, x))) {
					return false
				}
			}
		}
		return true
	}
	for _, e := range pairs {
		if a, b := of[e.a], of[e.b]; a != b && e.strong > 0 && e.strong < byAnalyst && fits(a, b) {
			merge(a, b, e.reasons)
		}
	}
	for _, e := range pairs { // two happenings that an analyst made one bring all their tellings
		if a, b := of[e.a], of[e.b]; a != b && e.strong >= byAnalyst {
			merge(a, b, e.reasons)
		}
	}
	joinPlans(of, pairs, fits, merge)
	joinRecalled(of, all, pairs, decisions, merge)
	var out []*group
	done := map[*group]bool{}
	for i := range all {
		if g := of[i]; !done[g] {
			done[g] = true
			sort.Slice(g.mentions, func(i, j int) bool { return less(g.mentions[i], g.mentions[j]) })
			out = append(out, g)
		}
	}
	return out
}

// joinPlans joins groups that could be one where there is no choice, or where
// of several plans only one was the next when the other was told.
func joinPlans(of []*group, pairs []edge, fits func(a, b *group) bool, merge func(a, b *group, reasons []string)) {
	options := map[*group][]*group{}
	for _, e := range pairs {
		a, b := of[e.a], of[e.b]
		if e.strong > 0 || e.recalled || a == b || !fits(a, b) {
			continue
		}
		for _, x := range [][2]*group{{a, b}, {b, a}} {
			if !slices.Contains(options[x[0]], x[1]) {
				options[x[0]] = append(options[x[0]], x[1])
			}
		}
	}
	// What each takes is settled before any are joined.
	choice := map[*group]*group{}
	for g, all := range options {
		choice[g] = g.next(all)
	}
	for _, e := range pairs {
		a, b := of[e.a], of[e.b]
		if e.strong > 0 || e.recalled || a == b || !fits(a, b) {
			continue
		}
		switch {
		case choice[a] == b && (choice[b] == a || !a.timed() || a.moved()):
			merge(b, a, []string{onlySuch, sameParties, sameTalks})
		case choice[b] == a && (!b.timed() || b.moved()):
			merge(a, b, []string{onlySuch, sameParties, sameTalks})
		}
	}
}

// soon is within how many days talks that were put off take place.
const soon = 45

// next is the only one of the groups that g can be, or the one whose time
// comes next after g was told, if it was planned by then.
func (g *group) next(all []*group) *group {
	off := false
	for _, m := range g.mentions {
		off = off || m.Status == chancery.CancelledStatus
	}
	moved := g.moved()
	if len(all) == 1 && !off && !moved {
		return all[0]
	}
	told := noDay
	for _, m := range g.mentions {
		if d := day(m.Article.Published); told == noDay || d < told {
			told = d
		}
	}
	var best *group
	when, twice := noDay, false
	for _, o := range all {
		first, known := noDay, false
		for _, m := range o.mentions {
			if m.timed && (first == noDay || m.first < first) {
				first = m.first
			}
			known = known || day(m.Article.Published) <= told || moved && !off && m.timed && m.first-told <= soon
		}
		if first == noDay || first < told-1 || !known {
			continue // neither ahead then nor known of
		}
		switch {
		case when == noDay || first < when:
			best, when, twice = o, first, false
		case first == when:
			twice = true
		}
	}
	if twice {
		return nil
	}
	return best
}

// bridges reports whether a telling of g, to which x belongs, says that the
// talks were put off from the time of x to that of y, or the other way round.
func (g *group) bridges(x, y *Mention) bool {
	for _, m := range g.mentions {
		if m != x && m.Moved && conflict(m, x) != otherTime && conflict(m, y) != otherTime && m.Talks != "" && (x.Talks == "" || x.Talks == m.Talks) && (y.Talks == "" || y.Talks == m.Talks) {
			return true
		}
	}
	return false
}

func (g *group) moved() bool {
	for _, m := range g.mentions {
		if m.Moved {
			return true
		}
	}
	return false
}

func (g *group) timed() bool {
	for _, m := range g.mentions {
		if m.timed {
			return true
		}
	}
	return false
}
