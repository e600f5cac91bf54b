package chancery

// Article is one version of one text, as a publisher gives it.
type Article struct {
	ID            string // "sha256:" + hex over outlet, URL and normalised text; see read.Identify
	Ref           string // the id that the user's own corpus gives it, if any
	URL           string
	Title         string
	Standfirst    string
	Bylines       []string
	Outlet        string        // publisher, as it names itself
	Agencies      []string      // wire credits, as found: "AP", "Reuters"
	Published     string        // RFC 3339 full-date or date-time; "" when unknown
	PublishedFrom PublishedFrom // where Published comes from; "" when unknown
	Language      string        // BCP 47 of Text; "" when undecided
	Translated    *Translated   // nil unless the page says so
	Original      *Original     // nil unless Chancery translated
	Text          string        // valid UTF-8; every Span of the record points into it
	Parts         []Part        // in text order, without overlap
	Paragraphs    []Paragraph   // the non-empty lines of Text, in order
	Warnings      []string      // what a person should know before trusting the reading
}

// PublishedFrom tells where the published date was found.
type PublishedFrom string

// The places a published date comes from, best first.
const (
	FromFlag     PublishedFrom = "flag"
	FromMetadata PublishedFrom = "metadata"
	FromPage     PublishedFrom = "page"
	FromDateline PublishedFrom = "dateline"
	FromText     PublishedFrom = "text"
)

// Translated records the page's own notice that its text is a translation.
type Translated struct {
	By   string // "machine" or "human"
	From string // BCP 47 of the original; "" when the page does not say
	Span Span   // the notice
}

// Original is the text before Chancery translated it.
type Original struct {
	Language string
	Text     string
}

// PartKind says what a part of an article is to a reader.
type PartKind string

// The kinds of part.
const (
	Headline   PartKind = "headline"
	Standfirst PartKind = "standfirst"
	Byline     PartKind = "byline"
	Dateline   PartKind = "dateline"
	Caption    PartKind = "caption"
	Credit     PartKind = "credit"
	Notice     PartKind = "notice"
	Body       PartKind = "body"
)

// Part is a stretch of Article.Text of one kind. A dateline or a credit may
// stand inside a paragraph; then the paragraph is split into parts.
type Part struct {
	Kind PartKind
	Span Span
}

// Paragraph is a line of Article.Text with its language.
type Paragraph struct {
	Span     Span
	Language string // BCP 47; "" when too short to tell
}

// PartAt returns the kind of the part that holds byte offset i, or "" where
// there is none.
func (a *Article) PartAt(i int) PartKind {
	lo, hi := 0, len(a.Parts)
	for lo < hi {
		mid := (lo + hi) / 2
		if a.Parts[mid].Span.End <= i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(a.Parts) && a.Parts[lo].Span.Start <= i {
		return a.Parts[lo].Kind
	}
	return ""
}
