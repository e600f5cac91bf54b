package chancery

// Agreement is a named treaty, accord or resolution.
type Agreement struct {
	ID       string // "g1", …
	Name     string
	Parties  []string // actor ids
	Mentions []Mention
}

// Agenda lists what a meeting is about.
type Agenda struct {
	Event  string // event id
	Topics []Topic
}

// Topic is one item of an agenda, in the report's words.
type Topic struct {
	Text string
	Span Span
}
