package serve

import (
	"fmt"
	"math"
	"net/http"
	"strings"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
)

// networkParties bounds the parties whose ties are listed, networkTies the ties.
const (
	networkParties = 60
	networkTies    = 120
)

// form is a size in which a picture is drawn: one for wide screens, one for
// phones, of which the page shows one.
type form struct {
	Class       string
	Width, High float64
	parties     int // how many are drawn
}

var networkForms = []form{{"on-wide", 1160, 640, 36}, {"on-phone", 350, 480, 15}}

type node struct {
	X, Y, R     float64
	Label, Name string
	Short       string // what of the name is drawn
	Count       int
}

// nameLength bounds the drawn name of a party, in characters.
const nameLength = 26

func short(name string) string {
	if r := []rune(name); len(r) > nameLength {
		return strings.TrimSpace(string(r[:nameLength-1])) + "…"
	}
	return name
}

type edge struct {
	X1, Y1, X2, Y2, W float64
	Manner            string // conflict, cooperation or mixed
	A, B              string // names
	record.Tie
	Link string
}

// drawing is a network in one form.
type drawing struct {
	form
	Nodes []node
	Edges []edge
}

type network struct {
	Query    string
	Drawings []drawing
	Ties     []edge
	More     int // ties that are not listed
}

func (s *Server) network(w http.ResponseWriter, r *http.Request) error {
	text := strings.TrimSpace(r.FormValue("q"))
	q, err := query.Parse(text)
	if err != nil {
		return badRequest(err)
	}
	met, err := s.Store.Ties(r.Context(), q, networkParties)
	if err != nil {
		return badRequest(err)
	}
	n := s.drawn(met, text)
	return s.show(w, r, http.StatusOK, "network", frame{Title: title("Network", text), At: "network", Query: text, Body: n})
}

// drawn lays out the parties that have most to do with one another.
func (s *Server) drawn(met record.Met, text string) network {
	n := network{Query: text}
	ties := met.Ties[:min(len(met.Ties), networkTies)]
	n.More = met.All - len(ties)
	for _, t := range ties {
		manner := "mixed"
		switch {
		case t.Conflict*4 <= t.Count:
			manner = "cooperation"
		case t.Conflict*4 >= t.Count*3:
			manner = "conflict"
		}
		q := strings.TrimSpace(fmt.Sprintf("%s %s %s", text, query.Field{Name: "party", Value: t.A}, query.Field{Name: "party", Value: t.B}))
		n.Ties = append(n.Ties, edge{Manner: manner, A: s.country(t.A), B: s.country(t.B), Tie: t, Link: address("/search", "q", q)})
	}
	for _, f := range networkForms {
		n.Drawings = append(n.Drawings, s.draw(f, n.Ties, met.Parties))
	}
	return n
}

// draw draws the ties between the parties that are told of most, as many as
// the form has room for. A party without a tie to another of them is left out.
func (s *Server) draw(f form, ties []edge, parties []record.Valued) drawing {
	counts, chosen := map[string]int{}, map[string]bool{}
	for i, p := range parties {
		counts[p.Value], chosen[p.Value] = p.Count, i < f.parties
	}
	d := drawing{form: f}
	at := map[string]int{}
	var places []placed
	for _, t := range ties {
		if !chosen[t.Tie.A] || !chosen[t.Tie.B] {
			continue
		}
		for _, l := range []string{t.Tie.A, t.Tie.B} {
			if _, known := at[l]; !known {
				at[l] = len(d.Nodes)
				x := node{R: round(4 + 1.5*math.Sqrt(float64(min(counts[l], 150)))), Label: l, Name: s.country(l), Short: short(s.country(l)), Count: counts[l]}
				d.Nodes = append(d.Nodes, x)
				places = append(places, placed{r: x.R, wide: max(2*x.R, 6.9*float64(len([]rune(x.Short)))) + 8})
			}
		}
		t.W = round(1 + math.Sqrt(float64(min(t.Count, 60)))*0.7)
		d.Edges = append(d.Edges, t)
	}
	var pairs [][2]int
	for _, e := range d.Edges {
		pairs = append(pairs, [2]int{at[e.Tie.A], at[e.Tie.B]})
	}
	spread(places, pairs, f.Width, f.High)
	for i, p := range places {
		d.Nodes[i].X, d.Nodes[i].Y = round(p.x), round(p.y)
	}
	for i, p := range pairs {
		a, b := places[p[0]], places[p[1]]
		d.Edges[i].X1, d.Edges[i].Y1, d.Edges[i].X2, d.Edges[i].Y2 = round(a.x), round(a.y), round(b.x), round(b.y)
	}
	return d
}
