package chancery

// TimexType is the TIMEX3 type (TimeML).
type TimexType string

// The types of time expression.
const (
	Date     TimexType = "DATE"
	Time     TimexType = "TIME"
	Duration TimexType = "DURATION"
	Set      TimexType = "SET"
)

// Timex is a time expression (TIMEX3, TempEval-3 conventions).
type Timex struct {
	ID     string // "t1", …
	Span   Span
	Type   TimexType
	Value  string // TIMEX3 value: "2021-04", "P18M", "PRESENT_REF"
	Mod    string // TIMEX3 mod: "START", "APPROX", …; "" for none
	Begin  string // first day covered, "2021-04-01"; "" when the value gives none
	Finish string // last day covered; "" when the value gives none
}

// EventTime is when an event takes place, as its report says.
type EventTime struct {
	Value  string
	Timex  string // id of the Timex it comes from; "" when inferred
	Begin  string
	Finish string
}
