package score

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"unicode/utf8"
)

// Gold is one report with its record as a person has coded it.
type Gold struct {
	Name       string `json:"-"` // of its files, without the extension
	Text       string `json:"-"` // the report as a news site gives it, lines ended by "\n"
	ID         string `json:"id"`
	Published  string `json:"published"` // RFC 3339 full-date
	Outlet     string `json:"outlet"`
	Translated string `json:"translated"` // "machine", "human" or ""
	Title      string `json:"title"`

	Times      []GoldTime      `json:"times"`
	Quotes     []GoldQuote     `json:"quotes"`
	Actors     []GoldActor     `json:"actors"`
	Places     []GoldPlace     `json:"places"`
	Events     []GoldEvent     `json:"events"`
	Figures    []GoldFigure    `json:"figures"`
	Agreements []GoldAgreement `json:"agreements"`
	Agenda     []string        `json:"agenda"`
	Lures      []string        `json:"lures"` // substrings of sentences that yield no event
}

// Alternatives are the answers that a careful coder could defend, best first.
// "" among them (null in JSON) means that no answer is right too.
type Alternatives []string

// Role is what the gold says of an event's actor or recipient: a list of
// alternatives for each party, which are ISO country codes or names.
type Role struct {
	Parties  []Alternatives
	Optional bool // the role may be left empty
}

// Need is embedded in gold items that may be marked as not required.
type Need struct {
	Stated *bool `json:"required"`
}

// Required reports whether the item must be found: so unless the gold says
// otherwise.
func (n Need) Required() bool { return n.Stated == nil || *n.Stated }

// GoldTime is a time expression: the Nth plain occurrence of Text.
type GoldTime struct {
	Text     string       `json:"text"`
	Nth      int          `json:"nth"`
	Type     string       `json:"type"`
	Value    string       `json:"value"`
	ValueAlt Alternatives `json:"value_alt"`
	Mod      string       `json:"mod"`
	Need
}

// GoldQuote is an attribution. Speaker and Via are canonical names of actors.
type GoldQuote struct {
	Kind         string   `json:"kind"`
	Speaker      string   `json:"speaker"`
	Content      string   `json:"content"` // the first words, for people to read by
	ContentFull  string   `json:"content_full"`
	ContentParts []string `json:"content_parts"` // in place of ContentFull where one quote has many
	Via          []string `json:"via"`
	Need
}

// Parts returns the stretches of content that a record must hold.
func (q *GoldQuote) Parts() []string {
	if len(q.ContentParts) > 0 {
		return q.ContentParts
	}
	return []string{q.ContentFull}
}

// GoldActor is an actor with the words that name it in the report.
type GoldActor struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"`
	Kind    string   `json:"kind"`
	Country string   `json:"country"` // ISO 3166-1 alpha-3
	Code    string   `json:"code"`
	Role    string   `json:"role"`
}

// GoldPlace is a toponym with its rough position in degrees.
type GoldPlace struct {
	Name    string   `json:"name"`
	Country string   `json:"country"`
	Lat     *float64 `json:"lat"`
	Lon     *float64 `json:"lon"`
}

// GoldEvent is an event with the substring of a sentence that states it.
type GoldEvent struct {
	Type           Alternatives `json:"type"`
	Mode           Alternatives `json:"mode"`
	Actor          Role         `json:"actor"`
	Recipient      Role         `json:"recipient"`
	ActorNames     []string     `json:"actor_names"`
	RecipientNames []string     `json:"recipient_names"`
	Time           Alternatives `json:"time"`
	Status         Alternatives `json:"status"`
	SaidBy         string       `json:"said_by"` // canonical name; "" for the report's own voice
	SaidByAlt      Alternatives `json:"said_by_alt"`
	Place          string       `json:"place"`
	Evidence       string       `json:"evidence"`
	EvidenceAlt    Alternatives `json:"evidence_alt"`
	Note           string       `json:"note"`
	Need
}

// GoldFigure is a quantity. Of and Place are an ISO country code or a name.
type GoldFigure struct {
	Measure  string       `json:"measure"`
	Of       string       `json:"of"`
	Place    string       `json:"place"`
	Value    float64      `json:"value"`
	Unit     string       `json:"unit"`
	Relation Alternatives `json:"relation"`
	SaidBy   string       `json:"said_by"`
	Evidence string       `json:"evidence"`
}

// GoldAgreement is a treaty, accord or resolution with its parties.
type GoldAgreement struct {
	Name    string   `json:"name"`
	Parties []string `json:"parties"`
	Need
}

// UnmarshalJSON reads null, one answer, or a list of answers.
func (a *Alternatives) UnmarshalJSON(b []byte) error {
	var many []*string
	if err := json.Unmarshal(b, &many); err != nil {
		var one *string
		if json.Unmarshal(b, &one) != nil {
			return fmt.Errorf("want a string, null or a list of them, have %.40s", b)
		}
		many = []*string{one}
	} else if many == nil {
		*a = nil
		return nil
	}
	*a = make(Alternatives, len(many))
	for i, s := range many {
		if s != nil {
			(*a)[i] = *s
		}
	}
	return nil
}

// has reports whether s is among the alternatives.
func (a Alternatives) has(s string) bool {
	for _, x := range a {
		if x == s {
			return true
		}
	}
	return false
}

// UnmarshalJSON reads a list of parties; null, or null among a party's
// alternatives, makes the role optional.
func (r *Role) UnmarshalJSON(b []byte) error {
	var parties []Alternatives
	if err := json.Unmarshal(b, &parties); err != nil {
		return err
	}
	*r = Role{}
	for _, p := range parties {
		var named Alternatives
		for _, name := range p {
			if name != "" {
				named = append(named, name)
			}
		}
		if len(named) < len(p) || len(p) == 0 {
			r.Optional = true
		}
		if len(named) > 0 {
			r.Parties = append(r.Parties, named)
		}
	}
	return nil
}

// Load reads all gold of a folder: each NAME.json that lies beside a NAME.txt,
// in order of name. Errors name the file.
func Load(fsys fs.FS) ([]Gold, error) {
	files, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, err
	}
	var all []Gold
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".json")
		text, err := fs.ReadFile(fsys, name+".txt")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("gold: %w", err)
		}
		if !utf8.Valid(text) {
			return nil, fmt.Errorf("gold %s.txt: not UTF-8", name)
		}
		coded, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("gold: %w", err)
		}
		g := Gold{Name: name, Text: strings.ReplaceAll(string(text), "\r\n", "\n")}
		if err := json.Unmarshal(coded, &g); err != nil {
			return nil, fmt.Errorf("gold %s: %w", file, err)
		}
		for i, e := range g.Events {
			if len(e.Type) == 0 || len(e.Status) == 0 {
				return nil, fmt.Errorf("gold %s: event %d (%q) has no type or no status", file, i+1, e.Evidence)
			}
		}
		all = append(all, g)
	}
	if len(all) == 0 {
		return nil, errors.New("gold: no NAME.json with its NAME.txt in the folder")
	}
	return all, nil
}
