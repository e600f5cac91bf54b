// Package review turns what an analyst enters into a coding, and tells why an
// event was coded as it is. See docs/review.md.
package review

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/understand"
)

// Desk knows what analysts can enter. It is safe for concurrent use; the
// model is loaded when it is first needed.
type Desk struct {
	understander func() (*understand.Understander, error)
	codes        map[string]string  // type and mode → CAMEO code
	scores       map[string]float64 // type and mode → PLOVER's score
	explaining   chan struct{}      // how many articles are read at once
}

// New reads what the lexicon says of codings.
func New(lex *lexicon.Lexicon) (*Desk, error) {
	d := &Desk{understander: sync.OnceValues(func() (*understand.Understander, error) { return understand.New(lex) }),
		codes: map[string]string{}, scores: map[string]float64{}, explaining: make(chan struct{}, 2)}
	codes, err := lex.Rows("events/codes.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range codes {
		if mode := r.Field(1); mode != "" && !chancery.ValidMode(chancery.EventType(r.Key()), mode) {
			return nil, r.Errorf("%s has no mode %q", r.Key(), mode)
		}
		d.codes[r.Key()+" "+r.Field(1)] = r.Field(2)
	}
	scores, err := lex.Rows("events/scores.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range scores {
		x, err := strconv.ParseFloat(r.Field(2), 64)
		if err != nil {
			return nil, r.Errorf("%q is no number", r.Field(2))
		}
		d.scores[r.Key()+" "+r.Field(1)] = x
	}
	return d, nil
}

// Entry is what an analyst enters: everything that is coded, as it is to be.
type Entry struct {
	Type, Status               string
	Mode                       []string
	Actor, Recipient, Mediator []string // names
	Time                       string   // 2021, 2021-03, 2021-03-23, or two days with a / between them; another as it was
	Place                      string
}

// Entered gives a coding as an entry: what is entered unchanged, changes nothing.
func Entered(c *story.Coding) Entry {
	names := func(all []story.Coded) (out []string) {
		for _, p := range all {
			out = append(out, p.String())
		}
		return out
	}
	return Entry{Type: string(c.Type), Status: string(c.Status), Mode: slices.Clone(c.Mode), Actor: names(c.Actor), Recipient: names(c.Recipient), Mediator: names(c.Mediator),
		Time: c.Time.String(), Place: c.Place.String()}
}

// statuses in the order of the contract.
var statuses = []chancery.Status{chancery.Happened, chancery.Ongoing, chancery.Planned, chancery.Requested, chancery.Offered,
	chancery.ThreatenedDeed, chancery.Possible, chancery.Denied, chancery.CancelledStatus}

// Coding makes a coding of an entry. was is the coding before, r the record of
// the article, whose actors and places are known by their names. Names that
// are new are looked up; nobody known is a party by that name alone.
func (d *Desk) Coding(r *chancery.Record, was *story.Coding, in Entry) (*story.Coding, error) {
	out := *was
	t := chancery.EventType(strings.ToUpper(strings.TrimSpace(in.Type)))
	if !slices.Contains(chancery.EventTypes[:], t) {
		return nil, fmt.Errorf("%q is no type of PLOVER: it is one of %s", in.Type, joined(chancery.EventTypes[:]))
	}
	modes := trimmed(in.Mode)
	for _, m := range modes {
		if !chancery.ValidMode(t, m) {
			return nil, fmt.Errorf("%s has no mode %q: it has %s", t, m, orNone(joined(chancery.Modes(t))))
		}
	}
	if t != was.Type || !slices.Equal(modes, was.Mode) {
		out.Type, out.Mode = t, modes
		out.CAMEO, out.Goldstein = d.coded(t, modes)
	}
	out.Status = chancery.Status(strings.ToLower(strings.TrimSpace(in.Status)))
	if !slices.Contains(statuses, out.Status) {
		return nil, fmt.Errorf("%q is no status: it is one of %s", in.Status, joined(statuses))
	}
	var err error
	for _, side := range []struct {
		to    *[]story.Coded
		names []string
	}{{&out.Actor, in.Actor}, {&out.Recipient, in.Recipient}, {&out.Mediator, in.Mediator}} {
		if *side.to, err = d.parties(r, was, trimmed(side.names)); err != nil {
			return nil, err
		}
	}
	if t.Reciprocal() && len(out.Recipient) > 0 {
		return nil, fmt.Errorf("%s has no recipient: all its parties are actors", t)
	}
	if out.Time, err = timeOf(was.Time, strings.TrimSpace(in.Time)); err != nil {
		return nil, err
	}
	out.Place, err = d.place(r, was.Place, strings.TrimSpace(in.Place))
	return &out, err
}

// coded gives the CAMEO code and the score of a type and its first mode.
func (d *Desk) coded(t chancery.EventType, modes []string) (string, *float64) {
	mode := ""
	if len(modes) > 0 {
		mode = modes[0]
	}
	code, ok := d.codes[string(t)+" "+mode]
	if !ok {
		code = d.codes[string(t)+" "]
	}
	for _, m := range []string{mode, ""} {
		if x, ok := d.scores[string(t)+" "+m]; ok {
			return code, &x
		}
	}
	return code, nil
}

func trimmed(all []string) (out []string) {
	for _, s := range all {
		if s = strings.Join(strings.Fields(s), " "); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func joined[T ~string](all []T) string {
	var out []string
	for _, x := range all {
		out = append(out, string(x))
	}
	return strings.Join(out, ", ")
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// maxName bounds the name of a party or place.
const maxName = 200

// parties finds who is named: in the coding before, in the article, or in the lexicon.
func (d *Desk) parties(r *chancery.Record, was *story.Coding, names []string) ([]story.Coded, error) {
	var out []story.Coded
	for _, name := range names {
		if len(name) > maxName {
			return nil, fmt.Errorf("the name of a party has %d letters: at most %d", len(name), maxName)
		}
		p, err := d.party(r, was, name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (d *Desk) party(r *chancery.Record, was *story.Coding, name string) (story.Coded, error) {
	known := slices.Concat(was.Actor, was.Recipient, was.Mediator)
	for i := range r.Actors {
		known = append(known, story.CodedOf(&r.Actors[i]))
	}
	for _, is := range []func(story.Coded) bool{
		func(p story.Coded) bool { return p.String() == name },
		func(p story.Coded) bool {
			return strings.EqualFold(p.String(), name) || strings.EqualFold(p.Name, name)
		},
	} {
		if i := slices.IndexFunc(known, is); i >= 0 {
			return known[i], nil
		}
	}
	u, err := d.understander()
	if err != nil {
		return story.Coded{}, err
	}
	day := r.Article.Published
	a, found, err := u.Actor(name, day[:min(len(day), 10)])
	if err != nil {
		return story.Coded{}, err
	}
	if !found {
		return story.Coded{Name: name, Kind: chancery.OtherActor}, nil
	}
	return story.CodedOf(&a), nil
}

// timeOf reads a date, or two days with a / between them.
func timeOf(was *story.Time, s string) (*story.Time, error) {
	switch {
	case s == was.String():
		return was, nil
	case s == "":
		return nil, nil
	}
	from, to, several := strings.Cut(s, "/")
	first, last, err := query.Days(strings.TrimSpace(from))
	if err != nil {
		return nil, fmt.Errorf("time %q: %w; two days are written 2021-03-23/2021-03-25", s, err)
	}
	if !several {
		return &story.Time{Value: s, Begin: first, Finish: last}, nil
	}
	_, end, err := query.Days(strings.TrimSpace(to))
	if err != nil {
		return nil, fmt.Errorf("time %q: %w", s, err)
	}
	if end < first {
		return nil, errors.New("time " + strconv.Quote(s) + ": it ends before it begins")
	}
	return &story.Time{Value: s, Begin: first, Finish: end}, nil
}

// place finds a place that is named.
func (d *Desk) place(r *chancery.Record, was *story.Place, name string) (*story.Place, error) {
	switch {
	case name == was.String():
		return was, nil
	case name == "":
		return nil, nil
	case len(name) > maxName:
		return nil, fmt.Errorf("the name of a place has %d letters: at most %d", len(name), maxName)
	}
	for i := range r.Places {
		if p := story.PlaceOf(&r.Places[i]); strings.EqualFold(p.String(), name) || strings.EqualFold(p.Name, name) {
			return p, nil
		}
	}
	u, err := d.understander()
	if err != nil {
		return nil, err
	}
	p, found := u.Place(name)
	if !found {
		return nil, fmt.Errorf("no place %q is known: write it as the gazetteer does, with its region or country behind a comma", name)
	}
	return story.PlaceOf(&p), nil
}
