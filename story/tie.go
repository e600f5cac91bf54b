package story

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// ties gives the reasons for which a and b, which do not conflict, are one
// happening; none when only their words are alike.
func ties(a, b *Mention) []string {
	var out []string
	add := func(reasons ...string) { out = append(out, reasons...) }
	day, told, sides := sameDate(a, b), closeBy(a, b), sameSides(a, b)
	if a.heads != "" || b.heads != "" {
		if a.heads == b.ID || b.heads == a.ID {
			add(itsHeadline)
		}
		return out
	}
	if a.sentence != "" && a.sentence == b.sentence && told <= 3 {
		add(sameSentence)
	}
	if a.Type == chancery.Consult {
		add(tiesOfTalks(a, b, sides)...)
	}
	if day && sides && (!verbal(a.Type) && full(a) && full(b) || alike(a, b) >= 0.4) {
		add(sameDay, sameParties)
	}
	if a.deed() && overlap(a.Mode, b.Mode) && !(a.exact() && b.exact() && !day) && (a.timed || b.timed) && namesake(a.Recipient, b.Recipient) {
		add(sameVictim)
	}
	// Who did it is often told by some reports only.
	if a.deed() && day && (len(a.Actor) == 0 || len(b.Actor) == 0) && overlap(a.Mode, b.Mode) && met(a.Recipient, b.Recipient) && (!violent(a.Type) || !here(a.Place, b.Place) && alike(a, b) >= 0.3) {
		add(sameDay, sameVictim)
	}
	if a.deed() && here(a.Place, b.Place) {
		switch {
		case day && (len(a.Recipient) == 0 || len(b.Recipient) == 0 || met(a.Recipient, b.Recipient) || sameVictims(a, b)):
			add(sameDay, samePlace)
		case a.exact() != b.exact() && news(a, b):
			add(samePlace, sameNews)
		case !a.timed && !b.timed && told <= 1 && a.alone && b.alone && alike(a, b) >= 0.4:
			add(samePlace, sameNews)
		}
	}
	if !verbal(a.Type) && !mutual(a) && sides && full(a) && full(b) && a.exact() != b.exact() && recent(a, b) && a.only && b.only && (overlap(a.Mode, b.Mode) || alike(a, b) >= 0.4) {
		add(sameParties, sameNews)
	}
	if violent(a.Type) && day && !here(a.Place, b.Place) && (a.Place == nil || b.Place == nil || !a.Place.fine() || !b.Place.fine()) && overlap(a.Mode, b.Mode) &&
		(met(a.Recipient, b.Recipient) || sameVictims(a, b)) && alike(a, b) >= 0.4 {
		add(sameDay, sameAffair)
	}
	if number := sameNumber(a, b); number && a.Type != chancery.Consult && (day && (sides || met(a.Recipient, b.Recipient)) || sides && full(a) && full(b) && told <= 31 && a.Type != chancery.Assault) {
		add(sameFigure)
	}
	// Told within days by reports of the same parties in much the same words.
	if sides && !(a.timed && b.timed) && (a.Status == b.Status || ahead(a.Status) == ahead(b.Status)) && told <= 1 && len(a.words) >= 4 && len(b.words) >= 4 &&
		alike(a, b) >= 0.5 {
		add(sameParties, sameAffair)
	}
	sort.Strings(out)
	return slices.Compact(out)
}

// tiesOfTalks gives the reasons for which two meetings are one.
func tiesOfTalks(a, b *Mention, sides bool) (out []string) {
	x, y := keys(a.Actor, a.Recipient), keys(b.Actor, b.Recipient)
	both, day := shared(x, y), sameDate(a, b)
	near := a.timed && b.timed && a.last-a.first <= 62 && b.last-b.first <= 62 && a.first <= b.last && b.first <= a.last
	talks := a.Talks != "" && a.Talks == b.Talks
	if talks && both >= 2 && near {
		out = append(out, sameTalks, sameParties)
		if a.Round != 0 && a.Round == b.Round {
			out = append(out, sameRound)
		}
	}
	// A report that names one side only still tells of the talks of that day or round.
	if one := both == 1 && (len(x) == 1 || len(y) == 1); talks && one && near && (day || here(a.Place, b.Place) || a.Round != 0 && a.Round == b.Round) {
		out = append(out, sameTalks)
	}
	switch {
	case sides && day && here(a.Place, b.Place):
		out = append(out, sameDay, samePlace)
	case sides && near && here(a.Place, b.Place) && ahead(a.Status) && ahead(b.Status):
		out = append(out, sameParties, samePlace)
	}
	// A visit is its visitor's, whoever receives him.
	if slices.Contains(a.Mode, "visit") && slices.Contains(b.Mode, "visit") && near && a.last-a.first <= 14 && b.last-b.first <= 14 {
		for _, x := range visitors(a) {
			if slices.Contains(visitors(b), x) {
				out = append(out, samePersons)
				break
			}
		}
	}
	if p := persons(a); len(p) > 0 && sides {
		q, n := persons(b), 0
		for key := range p {
			if overlap(p[key], q[key]) {
				n++
			}
		}
		if n >= 2 && (near || closeBy(a, b) <= 2 && (!a.timed || !b.timed)) {
			out = append(out, samePersons)
		}
	}
	return out
}

// visitors names the persons of a meeting with what they act for.
func visitors(m *Mention) []string {
	var out []string
	for _, p := range m.Actor {
		if p.Person != "" {
			out = append(out, p.Key+" "+p.Person)
		}
	}
	return out
}

// sameSides reports whether the same act, and on the same where both say on whom.
func sameSides(a, b *Mention) bool {
	if mutual(a) {
		return shared(keys(a.Actor, a.Recipient), keys(b.Actor, b.Recipient)) >= 2
	}
	return met(a.Actor, b.Actor) && (met(a.Recipient, b.Recipient) || len(a.Recipient) == 0 || len(b.Recipient) == 0)
}

// full reports whether m says who and, where its type has one, on whom.
func full(m *Mention) bool { return len(m.Actor) > 0 && (mutual(m) || len(m.Recipient) > 0) }

func met(a, b []Party) bool { return shared(keys(a), keys(b)) > 0 }

// news reports whether one of two deeds at one place has its day, and the
// other, without one, is the news of that day: the only such deed that its
// report tells.
func news(a, b *Mention) bool {
	return recent(a, b) && (a.exact() || a.alone) && (b.exact() || b.alone)
}

// recent reports whether one has its day and the other, without one, was
// reported then or the day after.
func recent(a, b *Mention) bool {
	if !a.exact() {
		a, b = b, a
	}
	p := day(b.Article.Published)
	return !b.timed && a.Status == b.Status && p != noDay && p >= a.first && p-a.first <= 1
}

// sameNumber reports whether both count the same number of the same.
func sameNumber(a, b *Mention) bool {
	for _, x := range a.Tolls {
		for _, y := range b.Tolls {
			if x.Measure == y.Measure && x.Unit == y.Unit && x.Value == y.Value && x.Value > 1 {
				return true
			}
		}
	}
	return false
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
	x, y := keys(a.Actor, a.Recipient), keys(b.Actor, b.Recipient)
	both := shared(x, y)
	return a.heads == "" && b.heads == "" && a.Talks != "" && a.Talks == b.Talks && (both >= 2 || both == 1 && (len(x) == 1 || len(y) == 1)) &&
		(a.timed != b.timed || a.first > b.last || b.first > a.last)
}

// maxLinked is how many events of one article are compared with those of
// others: a text that tells more is no report, and must not hold up an ingest.
const maxLinked = 500

// maxMonths is over how many months an event may stretch and still be found
// by its time.
const maxMonths = 5

// Keys names the blocks of a mention: two mentions can be one happening only
// when they share one.
func (m *Mention) Keys() []string {
	if m.beyond {
		return nil
	}
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
	if m.heads != "" {
		add("h", m.heads)
	}
	if m.headed {
		add("h", m.ID)
	}
	if m.sentence != "" {
		add("s", hash(m.sentence))
	}
	if m.Talks != "" {
		for _, p := range pairs {
			add(m.Talks, p)
		}
		for _, k := range keys(m.Actor, m.Recipient) {
			add(m.Talks, "p", k)
		}
	}
	if violent(m.Type) && m.exact() {
		for _, mode := range m.Mode {
			add("d", dayString(m.first), mode)
		}
	}
	for _, t := range m.Tolls {
		if t.Value > 1 && m.Type != chancery.Consult {
			add("n", t.Measure, t.Unit, strconv.FormatFloat(t.Value, 'g', -1, 64))
		}
	}
	for _, p := range m.Recipient {
		if p.named && p.single() && m.deed() {
			add("named", strings.ToLower(p.Name))
		}
	}
	for _, month := range m.months() {
		if m.deed() { // by whom it was done to; of violence the means differ
			for _, k := range keys(m.Recipient) {
				add(month, "to", k)
			}
		}
		for _, p := range pairs {
			add(month, p)
		}
		if !mutual(m) {
			for _, k := range keys(m.Actor) {
				add(month, "by", k)
			}
		} else if slices.Contains(m.Mode, "visit") {
			for _, v := range visitors(m) {
				add(month, "v", v)
			}
		}
		if mutual(m) && m.Talks != "" {
			for _, k := range keys(m.Actor, m.Recipient) {
				add(month, m.Talks, k)
			}
		}
		if m.Place.fine() && !verbal(m.Type) && !mutual(m) {
			for _, w := range m.Place.nameWords() {
				add(month, "at", m.Place.Country, w)
			}
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
		if m.deed() && m.Status == chancery.Happened { // it may recall one of the weeks before
			first = m.first
		}
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
