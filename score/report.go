package score

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"sort"
	"strings"
	"unicode/utf8"
)

// Report is the outcome of a comparison. It marshals to JSON with each share
// rounded to four places.
type Report struct {
	Reports     int             `json:"reports"`   // of the gold
	Predicted   int             `json:"predicted"` // of them, those with a record
	Fields      []Field         `json:"fields"`
	Accuracies  []NamedAccuracy `json:"accuracies"`
	Counts      Counts          `json:"counts"`
	Calibration Calibration     `json:"calibration"` // of the events' confidence
	ByType      []TypeScore     `json:"by_type"`     // most frequent in the gold first
	PerReport   []ReportScore   `json:"per_report"`
	Errors      []Error         `json:"errors"` // in order of the gold
}

// Field is a measure of precision and recall.
type Field struct {
	Name string
	PRF
}

// NamedAccuracy is the share of right answers to one question.
type NamedAccuracy struct {
	Name string
	Accuracy
}

// Counts are plain numbers over all reports.
type Counts struct {
	Lures               int `json:"lures"`
	LuresHit            int `json:"lures_hit"`             // lures that a false event leans on
	LureFalseEvents     int `json:"lure_false_events"`     // those events
	DuplicateEvents     int `json:"duplicate_events"`      // false events that fit one already found
	OptionalEvents      int `json:"optional_events"`       // in the gold, not required
	OptionalEventsFound int `json:"optional_events_found"` // of them, found
}

// TypeScore tells of one event type: required events, those found, and false ones.
type TypeScore struct {
	Type  string `json:"type"`
	Gold  int    `json:"gold"`
	Found int    `json:"found"`
	False int    `json:"false"`
}

// ReportScore tells of one report.
type ReportScore struct {
	Name   string  `json:"name"`
	Fields []Field `json:"fields"`
}

// ErrorKind says what went wrong.
type ErrorKind string

// The kinds of error.
const (
	EventMissed     ErrorKind = "event missed"
	EventFalse      ErrorKind = "event false"
	EventParties    ErrorKind = "event parties"
	EventStatus     ErrorKind = "event status"
	EventTime       ErrorKind = "event time"
	EventSource     ErrorKind = "event source"
	TimeMissed      ErrorKind = "time missed"
	TimeFalse       ErrorKind = "time false"
	QuoteMissed     ErrorKind = "quote missed"
	QuoteFalse      ErrorKind = "quote false"
	QuoteSpeaker    ErrorKind = "quote speaker"
	ActorMissed     ErrorKind = "actor missed"
	PlaceMissed     ErrorKind = "place missed"
	FigureMissed    ErrorKind = "figure missed"
	FigureFalse     ErrorKind = "figure false"
	FigureRelation  ErrorKind = "figure relation"
	AgreementMissed ErrorKind = "agreement missed"
	AgreementFalse  ErrorKind = "agreement false"
	TopicMissed     ErrorKind = "topic missed"
	TopicFalse      ErrorKind = "topic false"
)

// Error is one thing that a record has wrong.
type Error struct {
	Report   string    `json:"report"`
	Kind     ErrorKind `json:"kind"`
	Of       string    `json:"of,omitempty"` // event type, kind of quote, measure …
	Detail   string    `json:"detail"`
	Sentence string    `json:"sentence,omitempty"` // of the gold text
}

// Field returns the measure of that name, and false where there is none.
func (r *Report) Field(name string) (PRF, bool) {
	for _, f := range r.Fields {
		if f.Name == name {
			return f.PRF, true
		}
	}
	return PRF{}, false
}

// Accuracy returns the accuracy of that name, and false where there is none.
func (r *Report) Accuracy(name string) (Accuracy, bool) {
	for _, a := range r.Accuracies {
		if a.Name == name {
			return a.Accuracy, true
		}
	}
	return Accuracy{}, false
}

// MarshalJSON gives the counts and the shares.
func (f Field) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name      string  `json:"name"`
		Precision float64 `json:"precision"`
		Recall    float64 `json:"recall"`
		F1        float64 `json:"f1"`
		TP        int     `json:"tp"`
		Pred      int     `json:"predicted"`
		Gold      int     `json:"gold"`
	}{f.Name, round(f.Precision()), round(f.Recall()), round(f.F1()), f.TP, f.Pred, f.Gold})
}

// MarshalJSON gives the counts and the share.
func (a NamedAccuracy) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Name  string  `json:"name"`
		Share float64 `json:"share"`
		OK    int     `json:"ok"`
		N     int     `json:"n"`
	}{a.Name, round(a.Share()), a.OK, a.N})
}

func round(x float64) float64 { return math.Round(x*1e4) / 1e4 }

// WriteTable prints the report as aligned text, without the errors.
func (r *Report) WriteTable(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d reports, %d with a record\n\n", r.Reports, r.Predicted)
	fmt.Fprintf(&b, "%-28s %9s %9s %9s %7s %9s %7s\n", "field", "precision", "recall", "F1", "right", "predicted", "gold")
	for _, f := range r.Fields {
		fmt.Fprintf(&b, "%-28s %9.3f %9.3f %9.3f %7d %9d %7d\n", f.Name, f.Precision(), f.Recall(), f.F1(), f.TP, f.Pred, f.Gold)
	}
	fmt.Fprintf(&b, "\n%-28s %9s %9s %9s\n", "accuracy", "share", "right", "asked")
	for _, a := range r.Accuracies {
		fmt.Fprintf(&b, "%-28s %9.3f %9d %9d\n", a.Name, a.Share(), a.OK, a.N)
	}
	b.WriteByte('\n')
	for _, c := range []struct {
		name string
		n    int
	}{
		{"lures", r.Counts.Lures}, {"lures hit", r.Counts.LuresHit}, {"false events on lures", r.Counts.LureFalseEvents},
		{"duplicate events", r.Counts.DuplicateEvents}, {"optional events", r.Counts.OptionalEvents},
		{"optional events found", r.Counts.OptionalEventsFound},
	} {
		fmt.Fprintf(&b, "%-28s %9d\n", c.name, c.n)
	}
	r.Calibration.write(&b)
	fmt.Fprintf(&b, "\n%-28s %9s %9s %9s\n", "event type", "gold", "found", "false")
	for _, t := range r.ByType {
		fmt.Fprintf(&b, "%-28s %9d %9d %9d\n", t.Type, t.Gold, t.Found, t.False)
	}
	r.writePerReport(&b)
	_, err := io.WriteString(w, b.String())
	return err
}

// perReport are the fields whose F1 is shown for each report.
var perReport = [...]string{"event_type", "event_full", "time_value", "quote_with_speaker", "figure"}

func (r *Report) writePerReport(b *strings.Builder) {
	width := len("report (F1)")
	for _, p := range r.PerReport {
		width = max(width, utf8.RuneCountInString(p.Name))
	}
	fmt.Fprintf(b, "\n%-*s", width, "report (F1)")
	for _, name := range perReport {
		fmt.Fprintf(b, "  %18s", name)
	}
	b.WriteByte('\n')
	for _, p := range r.PerReport {
		fmt.Fprintf(b, "%-*s", width, p.Name)
		for _, name := range perReport {
			for _, f := range p.Fields {
				if f.Name == name {
					fmt.Fprintf(b, "  %18.3f", f.F1())
				}
			}
		}
		b.WriteByte('\n')
	}
}

// WriteErrors lists the errors, one a line with its sentence on the next.
func (r *Report) WriteErrors(w io.Writer) error {
	var b strings.Builder
	for _, e := range r.Errors {
		fmt.Fprintf(&b, "%s  %s", e.Report, e.Kind)
		if e.Of != "" {
			fmt.Fprintf(&b, " (%s)", e.Of)
		}
		fmt.Fprintf(&b, ": %s\n", e.Detail)
		if e.Sentence != "" {
			fmt.Fprintf(&b, "      %s\n", e.Sentence)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// The measures in the order in which they are reported.
var (
	fieldNames = [...]string{"event_type", "event_full", "event_strict", "time_span", "time_overlap", "time_value",
		"quote", "quote_with_speaker", "figure", "agreement", "agenda"}
	accuracyNames = [...]string{"status", "status_nonhappened", "time", "time_where_gold_has_one", "time_exact",
		"said_by", "said_by_where_gold_has_one", "mode", "place", "actor_name", "recipient_name",
		"quote_speaker", "quote_kind", "quote_via", "quote_recall_direct", "quote_recall_mixed", "quote_recall_indirect",
		"figure_relation", "actor_found", "actor_country", "actor_code", "actor_kind",
		"place_found", "place_country", "place_coord", "published", "title", "translated"}
)

// tally adds up what one or many comparisons give.
type tally struct {
	report string
	prf    map[string]PRF
	acc    map[string]Accuracy
	types  map[string]*PRF // Pred counts false events only
	counts Counts
	errors []Error
	judged []Judgement
}

func newTally() *tally {
	return &tally{prf: map[string]PRF{}, acc: map[string]Accuracy{}, types: map[string]*PRF{}}
}

func (t *tally) field(name string, c PRF) {
	sum := t.prf[name]
	sum.add(c)
	t.prf[name] = sum
}

func (t *tally) answer(name string, ok bool) {
	a := t.acc[name]
	a.count(ok)
	t.acc[name] = a
}

func (t *tally) ofType(name string) *PRF {
	if t.types[name] == nil {
		t.types[name] = &PRF{}
	}
	return t.types[name]
}

func (t *tally) miss(kind ErrorKind, of, detail, sentence string) {
	t.errors = append(t.errors, Error{t.report, kind, of, detail, sentence})
}

func (t *tally) add(u *tally) {
	for name, c := range u.prf {
		t.field(name, c)
	}
	for name, a := range u.acc {
		sum := t.acc[name]
		sum.OK += a.OK
		sum.N += a.N
		t.acc[name] = sum
	}
	for name, c := range u.types {
		t.ofType(name).add(*c)
	}
	t.counts.Lures += u.counts.Lures
	t.counts.LuresHit += u.counts.LuresHit
	t.counts.LureFalseEvents += u.counts.LureFalseEvents
	t.counts.DuplicateEvents += u.counts.DuplicateEvents
	t.counts.OptionalEvents += u.counts.OptionalEvents
	t.counts.OptionalEventsFound += u.counts.OptionalEventsFound
	t.errors = append(t.errors, u.errors...)
	t.judged = append(t.judged, u.judged...)
}

func (t *tally) fields() []Field {
	out := make([]Field, len(fieldNames))
	for i, name := range fieldNames {
		out[i] = Field{name, t.prf[name]}
	}
	return out
}

func (t *tally) accuracies() []NamedAccuracy {
	out := make([]NamedAccuracy, len(accuracyNames))
	for i, name := range accuracyNames {
		out[i] = NamedAccuracy{name, t.acc[name]}
	}
	return out
}

func (t *tally) byType() []TypeScore {
	var out []TypeScore
	for name, c := range t.types {
		out = append(out, TypeScore{name, c.Gold, c.TP, c.Pred})
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Gold != out[j].Gold {
			return out[i].Gold > out[j].Gold
		}
		return out[i].Type < out[j].Type
	})
	return out
}
