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
	// Associative marks a place's name that does not locate: it stands for a
	// government, people or team, modifies a noun or is part of a body's name
	// (Gritta et al. 2020, A pragmatic guide to geoparsing evaluation).
	Associative bool
}
