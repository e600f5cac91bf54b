package chancery

// ActorKind sorts actors.
type ActorKind string

// The kinds of actor.
const (
	Person     ActorKind = "person"
	Government ActorKind = "government"
	Office     ActorKind = "office"
	ArmedForce ActorKind = "armed_force"
	ArmedGroup ActorKind = "armed_group"
	Party      ActorKind = "party"
	IGO        ActorKind = "igo"
	NGO        ActorKind = "ngo"
	Media      ActorKind = "media"
	Company    ActorKind = "company"
	People     ActorKind = "people"
	Group      ActorKind = "group"
	OtherActor ActorKind = "other"
)

// Actor is a resolved state, organisation, group or person of one article,
// with all its mentions. References to other actors and from events and
// quotes are ids.
type Actor struct {
	ID       string // "a1", "a2", … in order of first mention
	Name     string // canonical name
	Kind     ActorKind
	Members  []string // ids; of a group only
	Role     string   // "White House press secretary"
	Country  string   // ISO 3166-1 alpha-3; "" for none or unknown
	Code     string   // PLOVER/CAMEO code, parts apart: "USA GOV"
	MemberOf string   // id
	BackedBy []string // ids
	Wikidata string
	Mentions []Mention
}
