package serve

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/review"
	"github.com/chancery-project/chancery/story"
)

// reviewing is the page on which one event is judged.
type reviewing struct {
	*record.Judged
	Article    *chancery.Article
	Text       []sentence    // the evidence, with the event's words marked, and what stands around it
	Fields     []story.Value // as it is shown
	Shown      *story.Coding // the machine's in a sample, else as it is now
	Entry      review.Entry  // what the form holds
	Kind       string        // of Entry, as the list of kinds has it
	Fault      string        // what is wrong with what was entered
	Kinds      []kinds
	Names      []string // of actors and places of the article, for completion
	Places     []string
	Why        []reason
	Other      bool // this program codes it otherwise than the record has it
	Confidence float64
	History    []record.Decision
	Done       *record.Decision // what was just decided
	Mine       bool             // the one who asks has judged it
	Sampled    bool             // in the sample
	Through    int              // how many of it the one who asks has judged
	Count      *record.Review
	Next, Back string // addresses
	May        bool   // the one who asks may decide
}

// kinds are a type with its modes, for a list to choose from.
type kinds struct {
	Type    chancery.EventType
	Choices []kindChoice
}

type kindChoice struct{ Value, Name string }

// may tells whether whoever asks may decide.
func (s *Server) may(r *http.Request) bool {
	return s.Store.Writable() && account.From(r.Context()).Role >= account.Analyst
}

// reviewNext shows what is to be judged next.
func (s *Server) reviewNext(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	after := r.FormValue("after")
	mention := ""
	if r.FormValue("in") == "sample" {
		x, err := s.Store.Sample(ctx)
		if err != nil {
			return err
		}
		if x != nil {
			if mention, _, err = s.Store.NextSampled(ctx, x, s.Store.By(ctx), after); err != nil {
				return err
			}
		}
	} else {
		for _, from := range slices.Compact([]string{after, ""}) { // at the end, what was left out
			some, err := s.Store.Queue(ctx, from, 1)
			if err != nil && !errors.Is(err, record.ErrUnknown) {
				return err
			}
			if len(some) > 0 {
				mention = some[0].Mention
				break
			}
		}
	}
	if mention != "" {
		return s.reviewItem(w, r, mention, nil, nil)
	}
	count, err := s.Store.Review(ctx)
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, "reviewed", frame{Title: "Review", At: "review", Body: struct {
		*record.Review
		Sampled bool
		Done    *record.Decision
		May     bool
	}{count, r.FormValue("in") == "sample", s.done(r), s.may(r)}})
}

func (s *Server) reviewOne(w http.ResponseWriter, r *http.Request) error {
	return s.reviewItem(w, r, r.PathValue("mention"), nil, nil)
}

// done gives the decision that the address says was just made.
func (s *Server) done(r *http.Request) *record.Decision {
	n, err := strconv.ParseInt(r.FormValue("did"), 10, 64)
	if err != nil {
		return nil
	}
	all, err := s.Store.Decisions(r.Context(), record.About{Before: n + 1, Limit: 1})
	if err != nil || len(all) == 0 || all[0].N != n {
		return nil
	}
	return &all[0]
}

// reviewItem shows a mention to be judged; entered and fault are of a form
// that could not be taken.
func (s *Server) reviewItem(w http.ResponseWriter, r *http.Request, mention string, entered *review.Entry, fault error) error {
	ctx := r.Context()
	item, err := s.Store.Mention(ctx, mention)
	if err != nil {
		return err
	}
	e := item.Record.Event(item.Event)
	body := reviewing{Judged: item, Article: item.Record.Article, Shown: item.Standing.Coding, Confidence: e.Confidence, May: s.may(r), Done: s.done(r)}
	if body.Count, err = s.Store.Review(ctx); err != nil {
		return err
	}
	who, in := s.Store.By(ctx), ""
	if x := body.Count.Sample; x != nil && r.FormValue("in") == "sample" {
		if body.Sampled, err = s.Store.InSample(ctx, x, mention); err != nil {
			return err
		}
		if body.Sampled {
			in, body.Shown = "sample", item.Machine
			if _, body.Through, err = s.Store.NextSampled(ctx, x, who, ""); err != nil {
				return err
			}
		}
	}
	if body.History, err = s.Store.Decisions(ctx, record.About{Mentions: []string{mention}}); err != nil {
		return err
	}
	for _, d := range body.History {
		body.Mine = body.Mine || d.Who == who && d.Verdict != nil && d.Open()
	}
	if body.Sampled && !body.Mine {
		body.History = nil // what others found must not lead
	}
	body.Fields = body.Shown.Values()
	body.Entry = review.Entered(body.Shown)
	if entered != nil {
		body.Entry, body.Fault = *entered, fault.Error()
	}
	body.Kind = kindValue(body.Entry.Type, body.Entry.Mode)
	body.Kinds = kindChoices(body.Entry.Type, body.Entry.Mode)
	body.Names, body.Places = namesOf(item.Record)
	body.Text = evidenceOf(item.Record, e, s.factsOf(item.Record))
	now, why, err := s.desk.Why(ctx, item.Record, item.Event)
	if err != nil {
		return err
	}
	body.Why, body.Other = reasonsOf(item.Record, why), now == nil || now.Type != e.Type || now.Status != e.Status
	body.Next = addressOf("/review", "in", in, "after", mention)
	if body.Back, err = s.before(r, mention, who, in); err != nil {
		return err
	}
	status := http.StatusOK
	if fault != nil {
		status = http.StatusBadRequest
	}
	return s.show(w, r, status, "review", frame{Title: "Review: " + export.Kind(e.Type), At: "review", Body: body})
}

// before is the address of what the coder judged before a mention.
func (s *Server) before(r *http.Request, mention, who, in string) (string, error) {
	all, err := s.Store.Decisions(r.Context(), record.About{Who: who, Limit: 200})
	if err != nil {
		return "", err
	}
	last := map[string]bool{}
	passed := !slices.ContainsFunc(all, func(d record.Decision) bool { return d.A == mention && d.Verdict != nil })
	for _, d := range all {
		if d.Verdict == nil || last[d.A] {
			continue
		}
		last[d.A] = true
		if passed {
			return addressOf("/review/"+url.PathEscape(d.A), "in", in), nil
		}
		passed = d.A == mention
	}
	return "", nil
}

// addressOf builds a path with the values that are not empty.
func addressOf(path string, pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Add(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func kindValue(t string, modes []string) string {
	return strings.TrimSpace(t + " " + strings.Join(modes, " "))
}

// kindChoices lists types with their modes, and the combination that is chosen.
func kindChoices(t string, modes []string) []kinds {
	var out []kinds
	for _, x := range chancery.EventTypes {
		k := kinds{Type: x, Choices: []kindChoice{{string(x), string(x) + " – " + export.Kind(x)}}}
		for _, m := range chancery.Modes(x) {
			k.Choices = append(k.Choices, kindChoice{string(x) + " " + m, string(x) + " · " + m})
		}
		if string(x) == t && len(modes) > 1 {
			k.Choices = append(k.Choices, kindChoice{kindValue(t, modes), t + " · " + strings.Join(modes, ", ")})
		}
		out = append(out, k)
	}
	return out
}

// namesOf lists the actors and the places of a record, for completion.
func namesOf(r *chancery.Record) (actors, places []string) {
	for i := range r.Actors {
		actors = append(actors, story.CodedOf(&r.Actors[i]).String())
	}
	for i := range r.Places {
		places = append(places, story.PlaceOf(&r.Places[i]).String())
	}
	for _, x := range []*[]string{&actors, &places} {
		slices.SortFunc(*x, func(a, b string) int {
			return cmp.Or(cmp.Compare(strings.ToLower(a), strings.ToLower(b)), cmp.Compare(a, b))
		})
		*x = slices.Compact(*x)
	}
	return actors, places
}

// evidenceOf gives the evidence of an event with its words marked, each
// sentence with the one before and after it in its paragraph.
func evidenceOf(r *chancery.Record, e *chancery.Event, facts []fact) []sentence {
	ids := map[string]bool{"#" + e.ID: true, "#" + e.Place: e.Place != ""}
	for _, id := range slices.Concat(e.Actor, e.Recipient, e.Mediator) {
		ids["#"+id] = true
	}
	if e.Time != nil {
		ids["#"+e.Time.Timex] = e.Time.Timex != ""
	}
	facts = slices.DeleteFunc(facts, func(f fact) bool { return !ids[f.link] })
	offsets := chancery.NewOffsets(r.Article.Text)
	at := map[int]bool{}
	for _, s := range e.Evidence {
		at[offsets.CodePoint(s.Start)] = true
	}
	var out []sentence
	for _, p := range layout(r, facts) {
		keep := map[int]bool{}
		for i := range p.Sentences {
			if p.Sentences[i].At >= 0 && at[p.Sentences[i].At] {
				for k := i - 2; k <= i+2; k++ { // what stands between two counts as one
					keep[k] = true
				}
			}
		}
		for i, s := range p.Sentences {
			if !keep[i] {
				continue
			}
			s.Evidence = s.At >= 0 && at[s.At]
			if !s.Evidence {
				for k := range s.Pieces {
					s.Pieces[k].Kinds = ""
				}
			}
			out = append(out, s)
		}
	}
	return out
}

// reviewed takes a verdict.
func (s *Server) reviewed(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	mention, in := r.PathValue("mention"), r.PostFormValue("in")
	f := record.Finding{What: r.PostFormValue("verdict"), Why: strings.TrimSpace(r.PostFormValue("why")), Blind: in == "sample"}
	if len(f.Why) > maxWords {
		return badRequest(fmt.Errorf("a comment has at most %d letters", maxWords))
	}
	if f.What == "edit" {
		item, err := s.Store.Mention(ctx, mention)
		if err != nil {
			return err
		}
		was := item.Standing.Coding
		if f.Blind {
			was = item.Machine
		}
		e := entered(r)
		if f.After, err = s.desk.Coding(item.Record, was, e); err == nil && len(was.Differs(f.After)) == 0 {
			err = errors.New("nothing is changed: accept it as it is, or change it")
		}
		if err != nil {
			return s.reviewItem(w, r, mention, &e, err)
		}
	}
	n, err := s.Store.Judge(ctx, mention, f)
	if err != nil {
		if errors.Is(err, record.ErrUnknown) {
			return err
		}
		return badRequest(err)
	}
	to := addressOf("/review", "in", in, "after", mention, "did", fmt.Sprint(n[0]))
	if f.What == "comment" {
		to = addressOf("/review/"+url.PathEscape(mention), "in", in, "did", fmt.Sprint(n[0]))
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// maxWords bounds what a person writes to a decision, in bytes.
const maxWords = 4000

// entered reads the form of an edit.
func entered(r *http.Request) review.Entry {
	kind := strings.Fields(r.PostFormValue("kind"))
	e := review.Entry{Status: r.PostFormValue("status"), Time: r.PostFormValue("time"), Place: r.PostFormValue("place"),
		Actor: r.PostForm["actor"], Recipient: r.PostForm["recipient"], Mediator: r.PostForm["mediator"]}
	if len(kind) > 0 {
		e.Type, e.Mode = kind[0], kind[1:]
	}
	return e
}
