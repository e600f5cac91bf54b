package chancery

// EventType is one of the 16 types of PLOVER (2021 and later).
type EventType string

// The event types, verbal cooperation to material conflict.
const (
	Agree     EventType = "AGREE"
	Consult   EventType = "CONSULT"
	Support   EventType = "SUPPORT"
	Concede   EventType = "CONCEDE"
	Cooperate EventType = "COOPERATE"
	Aid       EventType = "AID"
	Retreat   EventType = "RETREAT"
	Request   EventType = "REQUEST"
	Accuse    EventType = "ACCUSE"
	Reject    EventType = "REJECT"
	Threaten  EventType = "THREATEN"
	Protest   EventType = "PROTEST"
	Sanction  EventType = "SANCTION"
	Mobilize  EventType = "MOBILIZE"
	Coerce    EventType = "COERCE"
	Assault   EventType = "ASSAULT"
)

// EventTypes lists all 16 in the order above.
var EventTypes = [...]EventType{Agree, Consult, Support, Concede, Cooperate, Aid, Retreat, Request,
	Accuse, Reject, Threaten, Protest, Sanction, Mobilize, Coerce, Assault}

// Reciprocal reports whether t has no recipient: all its parties are actors.
func (t EventType) Reciprocal() bool { return t == Agree || t == Consult || t == Cooperate }

// modes are the modes of each type (PLOVER manual, 2021 list).
var modes = map[EventType][]string{
	Consult:  {"visit", "third-party", "multilateral", "phone"},
	Retreat:  {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
	Request:  {"assist", "change", "yield", "meet"},
	Accuse:   {"disapprove", "investigate", "allege"},
	Reject:   {"assist", "change", "yield", "meet"},
	Threaten: {"restrict", "arrest", "relations", "expel", "territory", "violence"},
	Protest:  {"demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"},
	Sanction: {"convict", "expel", "withdraw", "discontinue"},
	Mobilize: {"troops", "weapons", "police", "militia"},
	Coerce: {"seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold",
		"misinformation", "cyber"},
	Assault: {"abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives",
		"suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional"},
}

// Modes lists the modes of t in PLOVER's order; none where t has none.
func Modes(t EventType) []string { return append([]string(nil), modes[t]...) }

// ValidMode reports whether PLOVER gives events of type t the mode.
func ValidMode(t EventType, mode string) bool {
	for _, m := range modes[t] {
		if m == mode {
			return true
		}
	}
	return false
}

// Status is how far the report vouches for an event.
type Status string

// The statuses, from the furthest to the least vouched for.
const (
	Happened        Status = "happened"
	Ongoing         Status = "ongoing"
	Planned         Status = "planned"
	Requested       Status = "requested"
	Offered         Status = "offered"
	ThreatenedDeed  Status = "threatened"
	Possible        Status = "possible"
	Denied          Status = "denied"
	CancelledStatus Status = "cancelled"
)

// Statuses lists all of them in the order above.
var Statuses = [...]Status{Happened, Ongoing, Planned, Requested, Offered, ThreatenedDeed, Possible, Denied, CancelledStatus}

// Modality is how firmly an event is stated (FactBank).
type Modality string

// The modalities.
const (
	Asserted    Modality = "asserted"
	Hedged      Modality = "hedged"
	Conditional Modality = "conditional"
)

// Event is one thing done by someone to, with or for someone, as one article
// tells it, with all its evidence.
type Event struct {
	ID         string // "e1", …
	Type       EventType
	Mode       []string // PLOVER modes
	CAMEO      string
	Goldstein  *float64 // PLOVER conflict-cooperation score, -10…10; nil when the type has none
	Contexts   []string // PLOVER contexts
	Name       string   // of a named talks, summit or operation
	Actor      []string // actor ids
	Recipient  []string // actor ids; empty for reciprocal types
	Mediator   []string // actor ids
	Place      string   // place id
	Time       *EventTime
	Status     Status
	Modality   Modality
	Polarity   Polarity
	SaidBy     string   // quote id; "" when the article says it in its own voice
	DeniedBy   []string // actor ids
	Trigger    Span
	Evidence   []Span  // whole sentences
	Confidence float64 // 0…1; of events at 0.8, four in five are right
}
