package story

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
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
	sameNews     = "the news of that day"
	sameFigure   = "same number"
	itsHeadline  = "headline and report"
	onlySuch     = "the only such talks that it can be"
	onlyDeed     = "the only deed told before that it can recall"
	sameVictim   = "done to the same"
	decided      = "an analyst's decision"
)

// compare prepares what comparisons need.
func (m *Mention) compare() {
	m.words = map[string]bool{}
	names := map[string]bool{}
	for _, list := range [][]Party{m.Actor, m.Recipient, m.Mediator} {
		for _, p := range list {
			for _, w := range fields(lang.Bare(p.Name)) {
				names[w] = true
			}
		}
	}
	for _, e := range m.Evidence {
		for _, w := range fields(lang.Bare(e.Text)) {
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

// twins reports whether two mentions of one article tell the same talks of the
// same time twice.
func twins(a, b *Mention) bool {
	return a.Type == chancery.Consult && b.Type == a.Type && a.Talks != "" && a.Talks == b.Talks && a.Time != nil && b.Time != nil && a.Time.Value == b.Time.Value &&
		(a.Round == 0 || b.Round == 0 || a.Round == b.Round) && a.Status == b.Status && shared(keys(a.Actor, a.Recipient), keys(b.Actor, b.Recipient)) >= 2
}

// violent are the types of which reports of the first hours tell the means in
// different ways.
func violent(t chancery.EventType) bool { return t == chancery.Assault || t == chancery.Protest }

// Conflicts that others of a group may settle: talks that were put off bridge
// two days, and one attack has victims whom reports name in different ways.
const (
	otherTime      = "other time"
	otherRecipient = "other recipient"
)

// conflict says why a and b cannot be one happening, or "".
func conflict(a, b *Mention) string {
	switch {
	case a.Type != b.Type:
		return "other type"
	case a.heads != "" || b.heads != "":
		return "" // a headline goes with its report
	case a.Article.ID == b.Article.ID && !twins(a, b):
		return "one article tells them apart"
	case calledOff(a, b) || calledOff(b, a):
		return "called off before it was planned"
	case a.Talks != "" && b.Talks != "" && a.Talks != b.Talks:
		return "other talks"
	case (a.first > b.last || b.first > a.last) && !putOff(a, b):
		return otherTime
	case len(a.Mode) > 0 && len(b.Mode) > 0 && !overlap(a.Mode, b.Mode) && !verbal(a.Type) && !(sameDate(a, b) && (violent(a.Type) || a.Talks != "" && a.Talks == b.Talks)):
		return "other mode"
	case placesDiffer(a.Place, b.Place) && (!mutual(a) || a.placed && b.placed):
		return "other place"
	case a.Round != 0 && b.Round != 0 && a.Round != b.Round && !sameDate(a, b) && !(a.timed && b.timed && here(a.Place, b.Place)):
		// Reports that count the rounds of one dialogue differently agree on day or place.
		return "other round"
	}
	if mutual(a) {
		x, y := keys(a.Actor, a.Recipient), keys(b.Actor, b.Recipient)
		if n := shared(x, y); len(x) >= 2 && len(y) >= 2 && (n < 2 || n < min(len(x), len(y)) && !(sameDate(a, b) && here(a.Place, b.Place))) {
			return "other parties"
		}
	} else {
		x, y := keys(a.Recipient), keys(b.Recipient)
		if len(x) > 0 && len(y) > 0 && shared(x, y) == 0 && !namesake(a.Recipient, b.Recipient) && !sameVictims(a, b) {
			return otherRecipient
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

// sameDate reports whether both tell one day.
func sameDate(a, b *Mention) bool { return a.exact() && b.exact() && a.first == b.first }

// calledOff reports whether a tells that talks are off, and b later of a plan
// for a day after that: those are other talks.
func calledOff(a, b *Mention) bool {
	if a.Status != chancery.CancelledStatus || a.Moved || !ahead(b.Status) || !b.timed {
		return false
	}
	off, told := day(a.Article.Published), day(b.Article.Published)
	return off != noDay && told > off+1 && b.last > told
}

// sameVictims reports whether two attacks of one place and day may have hit
// the same, whom reports name in different ways: the base, its soldiers, seven
// people, the country where it lies.
func sameVictims(a, b *Mention) bool {
	if verbal(a.Type) {
		return false
	}
	if !here(a.Place, b.Place) {
		return sameDate(a, b) && violent(a.Type) && (a.atHome() || b.atHome()) && (a.Place.fine() || b.Place.fine()) && alike(a, b) >= 0.4
	}
	if sameDate(a, b) && (a.Place.Kind == string(chancery.Facility) || b.Place.Kind == string(chancery.Facility) || a.atHome() || b.atHome()) {
		return true
	}
	for _, x := range a.Recipient {
		for _, y := range b.Recipient {
			if x.Country != "" && x.Country == y.Country || (x.Country == "" || y.Country == "") && alike(a, b) >= 0.4 {
				return true
			}
		}
	}
	return false
}

// atHome reports whether all that m says of whom it was done to is the
// country where it was done.
func (m *Mention) atHome() bool {
	for _, p := range m.Recipient {
		if m.Place == nil || p.Key != m.Place.Country {
			return false
		}
	}
	return len(m.Recipient) > 0
}

// pinned reports whether day and exact place are the same: then who did it
// may be in dispute.
func pinned(a, b *Mention) bool { return sameDate(a, b) && here(a.Place, b.Place) && !verbal(a.Type) }

// putOff reports whether one tells that the other's time was moved: the other
// is the plan that was known before, or what came of it.
func putOff(a, b *Mention) bool {
	if a.Talks == "" || a.Talks != b.Talks {
		return false
	}
	follows := func(moved, other *Mention) bool {
		told := day(moved.Article.Published)
		return moved.Moved && (other.Moved || other.Status != chancery.CancelledStatus) && told != noDay && other.last >= told-1
	}
	gap := max(a.first-b.last, b.first-a.last)
	return gap <= 200 && (follows(a, b) || follows(b, a))
}

func overlap(a, b []string) bool {
	for _, x := range a {
		if slices.Contains(b, x) {
			return true
		}
	}
	return false
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
