package story

import (
	"math"
	"slices"
	"sort"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// Reasons for which two mentions are one happening.
const (
	sameSentence = "the same sentence in both reports"
	sameTalks    = "same talks"
	sameRound    = "same round"
	sameParties  = "same parties"
	sameDay      = "same day"
	samePlace    = "same place"
	samePersons  = "same persons"
	sameAffair   = "the same affair"
	onlySuch     = "the only such talks that it can be"
	decided      = "an analyst's decision"
)

// compare prepares what comparisons need.
func (m *Mention) compare() {
	m.words = map[string]bool{}
	names := map[string]bool{}
	for _, list := range [][]Party{m.Actor, m.Recipient, m.Mediator} {
		for _, p := range list {
			for _, w := range fields(p.Name) {
				names[w] = true
			}
		}
	}
	for _, e := range m.Evidence {
		for _, w := range fields(e.Text) {
			if len(w) > 3 && !names[w] && !common[w] {
				m.words[stem(w)] = true
			}
		}
	}
	if len(m.Evidence) > 0 {
		if w := fields(m.Evidence[0].Text); len(w) >= 8 {
			m.sentence = strings.Join(w, " ")
		}
	}
}

// stem cuts the commonest English endings, for comparison only.
func stem(w string) string {
	for _, end := range []string{"ing", "ed", "es", "s"} {
		if len(w) > len(end)+3 && strings.HasSuffix(w, end) {
			return w[:len(w)-len(end)]
		}
	}
	return w
}

// common are words that say nothing of an event.
var common = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`about after again against also although among another around because been before being between both could
		during each first from further have having here however into itself last later like made make many more most much must near next
		only other over part said same says several should since some still such than that their them then there these they this those three
		through told under until very were what when where which while will with within without would year years month months week weeks today
		yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday spokesperson spokesman spokeswoman minister president
		secretary government official officials statement country countries`) {
		m[w] = true
	}
	return m
}()

// shared counts the strings that two sorted lists share.
func shared(a, b []string) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n, i, j = n+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

// alike is how much of the smaller set of words the two share, 0 to 1.
func alike(a, b *Mention) float64 {
	n := 0
	for w := range a.words {
		if b.words[w] {
			n++
		}
	}
	small := min(len(a.words), len(b.words))
	if small == 0 {
		return 0
	}
	return float64(n) / float64(small)
}

// mutual reports whether all parties of m are of one side: those of talks,
// and of a visit with its host.
func mutual(m *Mention) bool { return m.Type.Reciprocal() }

// verbal are the types that are done in words: parties do many of one type on
// one day.
func verbal(t chancery.EventType) bool {
	switch t {
	case chancery.Support, chancery.Request, chancery.Accuse, chancery.Reject, chancery.Threaten, chancery.Agree, chancery.Concede, chancery.Cooperate:
		return true
	}
	return false
}

// conflict says why a and b cannot be one happening, or "".
func conflict(a, b *Mention) string {
	switch {
	case a.Type != b.Type:
		return "other type"
	case a.Article.ID == b.Article.ID:
		return "one article tells them apart"
	case a.Round != 0 && b.Round != 0 && a.Round != b.Round && !(a.exact() && b.exact() && a.first == b.first):
		return "other round"
	case a.Talks != "" && b.Talks != "" && a.Talks != b.Talks:
		return "other talks"
	case (a.first > b.last || b.first > a.last) && !putOff(a, b):
		return "other time"
	case len(a.Mode) > 0 && len(b.Mode) > 0 && a.Type == chancery.Consult && !overlap(a.Mode, b.Mode):
		return "other kind of meeting"
	case placesDiffer(a.Place, b.Place):
		return "other place"
	}
	if mutual(a) {
		x, y := keys(a.Actor, a.Recipient), keys(b.Actor, b.Recipient)
		if n := shared(x, y); len(x) >= 2 && len(y) >= 2 && (n < 2 || n < min(len(x), len(y))) {
			return "other parties"
		}
	} else {
		x, y := keys(a.Recipient), keys(b.Recipient)
		if len(x) > 0 && len(y) > 0 && shared(x, y) == 0 {
			return "other recipient"
		}
		x, y = keys(a.Actor), keys(b.Actor)
		if len(x) > 0 && len(y) > 0 && shared(x, y) == 0 && !pinned(a, b) {
			return "other actor"
		}
	}
	if a.Type == chancery.Consult && personsDiffer(a, b) {
		return "other persons"
	}
	return ""
}

// pinned reports whether day and exact place are the same: then who did it
// may be in dispute.
func pinned(a, b *Mention) bool {
	return a.exact() && b.exact() && a.first == b.first && a.Place.fine() && b.Place.fine() && placeKey(a.Place) == placeKey(b.Place) && !verbal(a.Type)
}

// putOff reports whether one tells that the other's time was moved.
func putOff(a, b *Mention) bool {
	if !a.Moved && !b.Moved || a.Talks == "" || a.Talks != b.Talks {
		return false
	}
	gap := max(a.first-b.last, b.first-a.last)
	return gap <= 200
}

func overlap(a, b []string) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
}

func placeKey(p *Place) string { return strings.ToLower(p.Name) + " " + p.Country }

// farApart is how far two places of one happening may lie from one another, in km.
const farApart = 60

func placesDiffer(a, b *Place) bool {
	if a == nil || b == nil {
		return false
	}
	if a.Country != "" && b.Country != "" && a.Country != b.Country {
		return true
	}
	if !a.fine() || !b.fine() || placeKey(a) == placeKey(b) {
		return false
	}
	if a.Lat == nil || b.Lat == nil {
		return true
	}
	return distance(*a.Lat, *a.Lon, *b.Lat, *b.Lon) > farApart
}

// distance is the great-circle distance in km.
func distance(lat1, lon1, lat2, lon2 float64) float64 {
	const rad = math.Pi / 180
	sin := func(d float64) float64 { s := math.Sin(d * rad / 2); return s * s }
	h := sin(lat2-lat1) + math.Cos(lat1*rad)*math.Cos(lat2*rad)*sin(lon2-lon1)
	return 2 * 6371 * math.Asin(math.Sqrt(min(h, 1)))
}

// persons gives the family names of those who act for a key.
func persons(m *Mention) map[string][]string {
	out := map[string][]string{}
	for _, list := range [][]Party{m.Actor, m.Recipient} {
		for _, p := range list {
			if p.Person != "" {
				out[p.Key] = append(out[p.Key], p.Person)
			}
		}
	}
	return out
}

func personsDiffer(a, b *Mention) bool {
	x, y := persons(a), persons(b)
	for key, names := range x {
		if len(y[key]) > 0 && !overlap(names, y[key]) {
			return true
		}
	}
	return false
}

// ties gives the reasons for which a and b, which do not conflict, are one
// happening; none when only their words are alike.
func ties(a, b *Mention) []string {
	var out []string
	add := func(reasons ...string) { out = append(out, reasons...) }
	x, y := keys(a.Actor, a.Recipient), keys(b.Actor, b.Recipient)
	both := shared(x, y)
	sides := both >= 2
	if !mutual(a) {
		sides = shared(keys(a.Actor), keys(b.Actor)) > 0 && shared(keys(a.Recipient), keys(b.Recipient)) > 0
	}
	day := a.exact() && b.exact() && a.first == b.first
	near := a.timed && b.timed && a.last-a.first <= 62 && b.last-b.first <= 62
	told := closeBy(a, b)
	if a.sentence != "" && a.sentence == b.sentence && told <= 3 {
		add(sameSentence)
	}
	if a.Talks != "" && a.Talks == b.Talks && both >= 2 && near {
		add(sameTalks)
		if a.Round != 0 && a.Round == b.Round {
			add(sameRound)
		}
		add(sameParties)
	}
	if day && sides && (!verbal(a.Type) || alike(a, b) >= 0.4) {
		add(sameDay, sameParties)
	}
	if day && a.Place.fine() && b.Place.fine() && placeKey(a.Place) == placeKey(b.Place) && !verbal(a.Type) && (sides || !mutual(a)) {
		add(sameDay, samePlace)
	}
	if p := persons(a); len(p) > 0 && a.Type == chancery.Consult && sides {
		q, n := persons(b), 0
		for key := range p {
			if overlap(p[key], q[key]) {
				n++
			}
		}
		if n >= 2 && (near || told <= 2 && (!a.timed || !b.timed)) {
			add(samePersons)
		}
	}
	// Told within days by reports of the same parties in much the same words.
	if sides && !a.timed && !b.timed && a.Status == b.Status && told <= 1 && alike(a, b) >= 0.6 && len(a.words) >= 4 && len(b.words) >= 4 {
		add(sameParties, sameAffair)
	}
	sort.Strings(out)
	return slices.Compact(out)
}

// closeBy is how many days lie between the two articles.
func closeBy(a, b *Mention) int {
	x, y := day(a.Article.Published), day(b.Article.Published)
	if x == noDay || y == noDay {
		return -noDay
	}
	return max(x-y, y-x)
}

// maybe reports whether a and b, which do not conflict, could be one
// happening if there were no other that either could be.
func maybe(a, b *Mention) bool {
	return a.Talks != "" && a.Talks == b.Talks && shared(keys(a.Actor, a.Recipient), keys(b.Actor, b.Recipient)) >= 2 && (a.timed != b.timed || putOff(a, b))
}

// maxMonths is over how many months an event may stretch and still be found
// by its time.
const maxMonths = 5

// Keys names the blocks of a mention: two mentions can be one happening only
// when they share one.
func (m *Mention) Keys() []string {
	seen := map[string]bool{}
	var out []string
	add := func(parts ...string) {
		k := string(m.Type) + "|" + strings.Join(parts, "|")
		if !seen[k] {
			seen[k] = true
			out = append(out, k)
		}
	}
	var pairs []string
	if mutual(m) {
		k := keys(m.Actor, m.Recipient)
		k = k[:min(len(k), 8)]
		for i := range k {
			for _, other := range k[i+1:] {
				pairs = append(pairs, k[i]+"|"+other)
			}
		}
	} else {
		for _, a := range keys(m.Actor) {
			for _, b := range keys(m.Recipient) {
				pairs = append(pairs, a+"|"+b)
			}
		}
	}
	if m.sentence != "" {
		add("s", hash(m.sentence))
	}
	if m.Talks != "" {
		for _, p := range pairs {
			add(m.Talks, p)
		}
	}
	for _, month := range m.months() {
		for _, p := range pairs {
			add(month, p)
		}
		if m.Place.fine() && !verbal(m.Type) && !mutual(m) {
			add(month, "at", placeKey(m.Place))
		}
	}
	sort.Strings(out)
	return out
}

// months lists the months in which the event may lie.
func (m *Mention) months() []string {
	first, last := m.first, m.last
	if !m.timed { // by when it was told: such events are tied by that alone
		p := day(m.Article.Published)
		first, last = p-3, p+3
	}
	if first <= noDay+3 || last-first > maxMonths*31 {
		return nil
	}
	var out []string
	for d := first; ; d += 28 {
		mo := dayString(min(d, last))[:7]
		if len(out) == 0 || out[len(out)-1] != mo {
			out = append(out, mo)
		}
		if d >= last {
			return out
		}
	}
}
