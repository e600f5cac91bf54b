package serve

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/query"
)

// completions is how many ways to go on are offered.
const completions = 9

// completion is how a query can go on.
type completion struct {
	Start int      `json:"start"` // where what is replaced begins, in UTF-16 units, up to the end
	Items []goesOn `json:"items"`
}

// goesOn is one way.
type goesOn struct {
	Text string `json:"text"` // what to put there
	Name string `json:"name"`
	Hint string `json:"hint,omitempty"`
}

// hints say what a field asks for.
var hints = map[string]string{"actor": "who acts", "recipient": "to whom", "party": "actor or recipient", "mediator": "through whom", "type": "kind", "mode": "how",
	"context": "about", "status": "happened, planned …", "place": "where", "said_by": "who says so", "denied_by": "who denies it", "outlet": "publisher", "talks": "kind of talks",
	"topic": "on the agenda", "code": "CAMEO actor code", "after": "2021-03", "before": "2021-04-07", "on": "2021-04-07", "id": "of a happening"}

// complete answers with the ways in which a query can go on.
func (s *Server) complete(w http.ResponseWriter, r *http.Request) error {
	text := r.FormValue("q")
	start := lastPart(text)
	out := completion{Start: len(utf16.Encode([]rune(text[:start])))}
	part := text[start:]
	sign := part[:len(part)-len(strings.TrimLeft(part, "-"))]
	var err error
	if field, value, ok := strings.Cut(part[len(sign):], ":"); !ok {
		out.Items = fieldsBegun(part[len(sign):])
	} else if out.Items, err = s.values(r.Context(), strings.ToLower(field), strings.TrimPrefix(value, `"`)); err != nil {
		return err
	}
	out.Items = append([]goesOn{}, out.Items[:min(len(out.Items), completions)]...)
	for i := range out.Items {
		out.Items[i].Text = sign + out.Items[i].Text
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "private, max-age=60")
	return json.NewEncoder(w).Encode(out)
}

// lastPart is where the part of a query begins that is being written: after
// the last space or bracket that is in no quotation marks.
func lastPart(text string) (start int) {
	quoted := false
	for i, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case !quoted && (unicode.IsSpace(c) || c == '(' || c == ')'):
			start = i + len(string(c))
		}
	}
	return start
}

func fieldsBegun(letters string) (out []goesOn) {
	for _, f := range query.Fields() {
		if strings.HasPrefix(f, strings.ToLower(letters)) {
			out = append(out, goesOn{Text: f + ":", Name: f + ":", Hint: hints[f]})
		}
	}
	return out
}

// values gives values of a field that begin so.
func (s *Server) values(ctx context.Context, field, letters string) (out []goesOn, err error) {
	offer := func(value, name, hint string) {
		out = append(out, goesOn{Text: query.Field{Name: field, Value: strings.ReplaceAll(value, `"`, " ")}.String() + " ", Name: name, Hint: hint})
	}
	begins := func(s string) bool { return strings.HasPrefix(strings.ToLower(s), strings.ToLower(letters)) }
	switch field {
	case "status":
		for _, x := range chancery.Statuses {
			if begins(string(x)) {
				offer(string(x), string(x), export.Mark(x))
			}
		}
		return out, nil
	case "type":
		for _, x := range chancery.EventTypes {
			if name := export.Kind(x); begins(string(x)) || begins(name) {
				offer(string(x), string(x), name)
			}
		}
		return out, nil
	case "after", "before", "on", "id":
		return nil, nil
	case "party", "actor", "recipient", "mediator", "place":
		if letters == "" {
			break
		}
		for code, name := range s.countries {
			if !begins(name) && !begins(code) {
				continue
			}
			told, err := s.Store.Told(ctx, field, code)
			if err != nil {
				return nil, err
			}
			if told {
				offer(code, name, code)
			}
		}
		slices.SortFunc(out, func(a, b goesOn) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Hint, b.Hint)) })
	}
	if !slices.Contains(query.Fields(), field) {
		return nil, nil
	}
	found, err := s.Store.Begun(ctx, field, letters, completions)
	for _, v := range found {
		if !slices.ContainsFunc(out, func(o goesOn) bool { return strings.EqualFold(o.Name, v.Value) || strings.EqualFold(o.Hint, v.Value) }) {
			offer(v.Value, v.Value, "")
		}
	}
	return out, err
}
