package chancery

// QuoteKind tells direct speech from reported speech (PARC 3, PolNeAR).
type QuoteKind string

// The kinds of quote.
const (
	Direct   QuoteKind = "direct"
	Indirect QuoteKind = "indirect"
	Mixed    QuoteKind = "mixed"
)

// Polarity of an event or of what a quote vouches for.
type Polarity string

// The polarities.
const (
	Positive Polarity = "positive"
	Negative Polarity = "negative"
)

// Quote is an attribution: who says what, in which words. A direct quote's
// content leaves out the marks; a quote split by its cue has two contents.
type Quote struct {
	ID       string // "q1", …
	Kind     QuoteKind
	Speaker  string // actor id; "" when nobody could be resolved
	Source   *Span  // the words that name the speaker
	Cue      *Span  // "said", "according to"
	Content  []Span
	To       string   // actor id
	Via      []string // actor ids: "told AP"
	Polarity Polarity // negative: "denied that"
	Verbatim bool     // false for reported speech and for translated text
}
