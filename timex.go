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
	Until  string // id of the time that ends the stretch which this one begins: "June 6" in "June 6-13"; "" for none
}

// EventTime is when an event takes place, as its report says.
type EventTime struct {
	Value  string // TIMEX3 value; of a stretch those of its ends with a stroke between, "2023-06-06/2023-06-13"
	Timex  string // id of the Timex it comes from, of the first of a stretch; "" when inferred
	Begin  string
	Finish string
}
