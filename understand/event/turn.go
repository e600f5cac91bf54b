package event

import (
	"slices"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// turn is a row of turns.txt: what a deed becomes by who does it.
type turn struct {
	typ   chancery.EventType
	mode  string
	kind  chancery.ActorKind
	to    chancery.EventType
	modes []string
	cameo string
	row   *lexicon.Row
}

func (v *vocabulary) turnRow(r lexicon.Row, _ *lang.Inflector) error {
	typ, err := eventType(r, r.Key())
	if err != nil {
		return err
	}
	to, err := eventType(r, r.Field(3))
	if err != nil {
		return err
	}
	t := turn{typ: typ, mode: r.Field(1), kind: chancery.ActorKind(r.Field(2)), to: to, modes: r.List(4), cameo: r.Field(5), row: &r}
	if t.mode != "" && !chancery.ValidMode(typ, t.mode) {
		return r.Errorf("%q is no mode of %s: %s", t.mode, typ, modesOf(typ))
	}
	for _, m := range t.modes {
		if !chancery.ValidMode(to, m) {
			return r.Errorf("%q is no mode of %s: %s", m, to, modesOf(to))
		}
	}
	v.turns = append(v.turns, t)
	return nil
}

// turn makes of d what a deed of its type and mode is when all who do it are of
// one kind: a state protests by word, not in the street.
func (r *reading) turn(d *draft) {
	for i := range r.turns {
		t := &r.turns[i]
		if d.Type != t.typ || len(d.Actor) == 0 || len(d.Mode) > 0 && d.Mode[0] != t.mode ||
			slices.ContainsFunc(d.Actor, func(id string) bool { a := r.Cast.Actor(id); return a == nil || a.Kind != t.kind }) {
			continue
		}
		d.Type, d.Mode, d.CAMEO = t.to, append([]string(nil), t.modes...), t.cameo
		r.why.note("pattern", "by who does it", string(t.to), d.Trigger, t.row)
		return
	}
}

// pointerUses are what the second column of pointers.txt may hold.
var pointerUses = [...]string{"back", "new", "deed", "number", "people"}

func (v *vocabulary) pointerRow(r lexicon.Row, _ *lang.Inflector) error {
	use := r.Field(1)
	if !slices.Contains(pointerUses[:], use) {
		return r.Errorf("%q is none of %s", use, strings.Join(pointerUses[:], ", "))
	}
	n, err := 0, error(nil)
	if use == "number" {
		if n, err = strconv.Atoi(r.Field(2)); err != nil || n < 2 {
			return r.Errorf("%q is no number of two or more", r.Field(2))
		}
	}
	v.pointers[keyed{r.Key(), use}] = n
	return nil
}
