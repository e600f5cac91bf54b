package chancery

// Explanation tells why an event is in a record as it is: what was decided
// while the event was made, in the order of the decisions.
type Explanation struct {
	Event   string // id of the event; "" where none was kept
	Type    EventType
	Trigger Span
	Reasons []Reason
}

// Reason is one decision about an event.
type Reason struct {
	About string  // "pattern", "actor", "recipient", "mediator", "mode", "status", "time", "place", "said by", "again", "confidence", "dropped"
	Says  string  // what was decided and why, for a person
	Words Span    // that it rests on; empty for none
	Edges []Edge  // of the dependency tree that it rests on, from the words to the trigger
	File  string  // of the lexicon, "" for none
	Line  int     // in File, from 1
	Entry string  // that line's fields
	Part  float64 // for confidence: what is added to the log odds
}

// Edge is a step in the dependency tree of a sentence.
type Edge struct {
	Word, Head Span
	Relation   string // Universal Dependencies
}
