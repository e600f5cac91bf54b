package chancery

// MentionKind is how a mention names its entity (ACE).
type MentionKind string

// The kinds of mention.
const (
	Name    MentionKind = "name"
	Nominal MentionKind = "nominal"
	Pronoun MentionKind = "pronoun"
)

// Mention is a span that names an actor, a place or an agreement.
type Mention struct {
	Span Span
	Kind MentionKind
}
