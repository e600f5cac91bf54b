package chancery

// Measure is what a figure counts.
type Measure string

// The measures.
const (
	Troops       Measure = "troops"
	Killed       Measure = "killed"
	Wounded      Measure = "wounded"
	Detained     Measure = "detained"
	Displaced    Measure = "displaced"
	Money        Measure = "money"
	Weapons      Measure = "weapons"
	OtherMeasure Measure = "other"
)

// Relation says how a figure's value stands to the truth or to a former value.
type Relation string

// The relations.
const (
	Equals      Relation = "equals"
	About       Relation = "about"
	AtLeast     Relation = "at_least"
	AtMost      Relation = "at_most"
	ReducedTo   Relation = "reduced_to"
	ReducedBy   Relation = "reduced_by"
	IncreasedTo Relation = "increased_to"
	IncreasedBy Relation = "increased_by"
)

// Figure is a quantity that belongs to a deed, a force, a pledge or a toll.
type Figure struct {
	ID       string // "f1", …
	Measure  Measure
	Of       string // actor id
	Place    string // place id
	Value    float64
	Unit     string // "person", ISO 4217 code, or the thing counted
	Relation Relation
	Time     *EventTime
	Event    string // event id
	SaidBy   string // quote id
	Span     Span
}
