package export

import (
	"fmt"
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// nouns name an event of a type and mode for a reader.
var nouns = map[string]string{
	"CONSULT visit": "visit", "CONSULT phone": "telephone call", "CONSULT multilateral": "multilateral meeting", "CONSULT third-party": "mediated meeting",
	"RETREAT withdraw": "withdrawal", "RETREAT release": "release of prisoners", "RETREAT disarm": "disarmament", "RETREAT ceasefire": "ceasefire", "RETREAT access": "opening of access", "RETREAT resign": "resignation",
	"REQUEST assist": "request for help", "REQUEST change": "demand for change", "REQUEST yield": "demand to yield", "REQUEST meet": "request for a meeting",
	"ACCUSE disapprove": "criticism", "ACCUSE investigate": "investigation", "ACCUSE allege": "accusation",
	"REJECT assist": "refusal of help", "REJECT change": "refusal to change", "REJECT yield": "refusal to yield", "REJECT meet": "refusal to meet",
	"THREATEN restrict": "threat of restrictions", "THREATEN arrest": "threat of arrest", "THREATEN relations": "threat to relations", "THREATEN expel": "threat of expulsion", "THREATEN territory": "threat to territory", "THREATEN violence": "threat of violence",
	"PROTEST demo": "demonstration", "PROTEST riot": "riot", "PROTEST strike": "strike", "PROTEST hunger": "hunger strike", "PROTEST boycott": "boycott", "PROTEST obstruct": "blockade by protesters", "PROTEST vandalize": "vandalism",
	"SANCTION convict": "conviction", "SANCTION expel": "expulsion", "SANCTION withdraw": "recall", "SANCTION discontinue": "reduction of relations",
	"MOBILIZE troops": "deployment of troops", "MOBILIZE weapons": "deployment of weapons", "MOBILIZE police": "deployment of police", "MOBILIZE militia": "mobilisation of militia",
	"COERCE seize": "seizure", "COERCE restrict": "restriction", "COERCE censor": "censorship", "COERCE curfew": "curfew", "COERCE martial-law": "martial law", "COERCE arrest": "arrest", "COERCE deport": "deportation",
	"COERCE withhold": "withholding", "COERCE misinformation": "misinformation", "COERCE cyber": "cyber-attack",
	"ASSAULT abduct": "abduction", "ASSAULT beat": "beating", "ASSAULT torture": "torture", "ASSAULT sexual": "sexual violence", "ASSAULT targeted": "targeted killing", "ASSAULT destroy": "destruction", "ASSAULT primitive": "attack",
	"ASSAULT firearms": "shooting", "ASSAULT explosives": "bombing", "ASSAULT suicide-attack": "suicide attack", "ASSAULT aerial": "air strike", "ASSAULT drone": "drone attack", "ASSAULT heavy-weapons": "rocket or artillery attack",
	"ASSAULT crowd-control": "crowd control", "ASSAULT unconventional": "unconventional attack",
}

// discontinue is the mode by which PLOVER codes all that reduces relations, the
// imposing of sanctions too; reduced tells by CAMEO code which it is.
const discontinue = "discontinue"

var reduced = map[string]string{"161": "break in relations", "162": "cut in aid", "163": "sanctions imposed", "164": "halt to talks"}

// Modes words the modes of an event beside its type.
func Modes(t chancery.EventType, list []string, cameo, between string) string {
	out := slices.Clone(list)
	for i, m := range out {
		if w, ok := reduced[cameo]; ok && t == chancery.Sanction && m == discontinue {
			out[i] = w
		}
	}
	return strings.Join(out, between)
}

// noun says what a happening is.
func noun(h *story.Happening) string {
	if h.Name != "" {
		return clean(h.Name)
	}
	for _, m := range h.Mode {
		if w, ok := reduced[h.CAMEO]; ok && h.Type == chancery.Sanction && m == discontinue {
			return w
		}
		if n := nouns[string(h.Type)+" "+m]; n != "" {
			return n
		}
	}
	return kinds[h.Type]
}

// reads says a happening in one line for a reader who knows no codes.
func reads(h *story.Happening) string {
	what := noun(h)
	if h.Round > 0 {
		what = ordinal(h.Round) + " round of " + what
	}
	by, on := list(called(h, h.Actor)), list(called(h, h.Recipient))
	var s string
	switch {
	case by != "" && on != "":
		s = by + " → " + on + ": " + what
	case by != "":
		s = by + ": " + what
	case on != "":
		s = what + " against " + on
		if h.Type != chancery.Assault && h.Type != chancery.Coerce && h.Type != chancery.Sanction {
			s = what + ", " + on
		}
	default:
		s = what
	}
	if h.Place != nil {
		if where := country(clean(h.Place.Name)); where != by && where != on {
			s += ", " + where
		}
	}
	if len(h.Mediator) > 0 {
		s += ", mediated by " + list(called(h, h.Mediator))
	}
	return s
}

// called names parties: states by their name, persons and forces as reports do.
func called(h *story.Happening, labels []string) []string {
	var out []string
	for _, p := range side(h, labels) {
		name := clean(p.Name)
		state, isState := countries()[p.Label]
		switch {
		case p.Person != "" && p.Country != "":
			name += " (" + country(p.Country) + ")"
		case isState && !strings.Contains(p.Code, "MIL"):
			name = state.name
		}
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// list joins names as a sentence does.
func list(all []string) string {
	switch n := len(all); n {
	case 0:
		return ""
	case 1:
		return all[0]
	default:
		return strings.Join(all[:n-1], ", ") + " and " + all[n-1]
	}
}

func ordinal(n int) string {
	words := []string{"", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"}
	if n < len(words) {
		return words[n]
	}
	return fmt.Sprintf("%dth", n)
}
