package serve

import (
	"cmp"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/record"
)

// networkParties bounds the parties drawn, networkTies the ties listed.
const (
	networkParties = 36
	networkTies    = 120
)

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

type network struct {
	Query       string
	Nodes       []node
	Edges       []edge
	Width, High float64
	More        int // ties that are not drawn
}

func (s *Server) network(w http.ResponseWriter, r *http.Request) error {
	text := strings.TrimSpace(r.FormValue("q"))
	q, err := query.Parse(text)
	if err != nil {
		return badRequest(err)
	}
	ties, err := s.Store.Ties(r.Context(), q)
	if err != nil {
		return badRequest(err)
	}
	n := s.drawn(ties, text)
	return s.show(w, r, http.StatusOK, "network", frame{Title: title("Network", text), At: "network", Query: text, Body: n})
}

// drawn lays out the parties that have most to do with one another.
func (s *Server) drawn(ties []record.Tie, text string) network {
	n := network{Query: text, Width: 960, High: 620}
	ties = slices.DeleteFunc(ties, func(t record.Tie) bool { // a name of signs alone cannot be asked for
		return len(record.Words(t.A)) == 0 || len(record.Words(t.B)) == 0
	})
	counts := map[string]int{}
	var labels []string
	for _, t := range ties {
		for _, l := range []string{t.A, t.B} {
			if counts[l] == 0 {
				labels = append(labels, l)
			}
			counts[l] += t.Count
		}
	}
	slices.SortFunc(labels, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	labels = labels[:min(len(labels), networkParties)]
	at := map[string]int{}
	for i, l := range labels {
		at[l] = i
	}
	var pairs [][2]int
	var kept []record.Tie
	for _, t := range ties {
		a, ok := at[t.A]
		b, also := at[t.B]
		if !ok || !also || len(kept) == networkTies {
			n.More++
			continue
		}
		pairs, kept = append(pairs, [2]int{a, b}), append(kept, t)
	}
	x, y := spread(len(labels), pairs, n.Width, n.High)
	for i, l := range labels {
		n.Nodes = append(n.Nodes, node{X: round(x[i]), Y: round(y[i]), R: round(4 + 1.6*math.Sqrt(float64(min(counts[l], 150)))), Label: l, Name: s.country(l), Short: short(s.country(l)), Count: counts[l]})
	}
	for i, t := range kept {
		a, b := pairs[i][0], pairs[i][1]
		manner := "mixed"
		switch {
		case t.Conflict*4 <= t.Count:
			manner = "cooperation"
		case t.Conflict*4 >= t.Count*3:
			manner = "conflict"
		}
		q := strings.TrimSpace(fmt.Sprintf("%s %s %s", text, query.Field{Name: "party", Value: t.A}, query.Field{Name: "party", Value: t.B}))
		n.Edges = append(n.Edges, edge{X1: round(x[a]), Y1: round(y[a]), X2: round(x[b]), Y2: round(y[b]), W: round(1 + math.Sqrt(float64(min(t.Count, 60)))*0.8),
			Manner: manner, A: s.country(t.A), B: s.country(t.B), Tie: t, Link: address("/search", "q", q)})
	}
	return n
}

// spread places n nodes so that tied ones are near (Fruchterman and Reingold
// 1991), from a circle and without chance, so that the same record gives the
// same picture.
func spread(n int, ties [][2]int, width, high float64) (x, y []float64) {
	x, y = make([]float64, n), make([]float64, n)
	for i := range n {
		turn := 2 * math.Pi * float64(i) / float64(max(n, 1))
		x[i], y[i] = math.Cos(turn)*(1+0.01*float64(i%7)), math.Sin(turn)*(1+0.013*float64(i%5))
	}
	ideal := 1.6 / math.Sqrt(float64(max(n, 1)))
	const rounds = 400
	for step := range rounds {
		dx, dy := make([]float64, n), make([]float64, n)
		for i := range n {
			for j := i + 1; j < n; j++ {
				ax, ay := x[i]-x[j], y[i]-y[j]
				d := max(math.Hypot(ax, ay), 1e-3)
				push := ideal * ideal / d / d
				dx[i], dy[i] = dx[i]+ax*push, dy[i]+ay*push
				dx[j], dy[j] = dx[j]-ax*push, dy[j]-ay*push
			}
			dx[i], dy[i] = dx[i]-x[i]*0.35*ideal, dy[i]-y[i]*0.6*ideal // to the middle
		}
		for _, t := range ties {
			ax, ay := x[t[0]]-x[t[1]], y[t[0]]-y[t[1]]
			pull := math.Hypot(ax, ay) / ideal * 0.3
			dx[t[0]], dy[t[0]] = dx[t[0]]-ax*pull, dy[t[0]]-ay*pull
			dx[t[1]], dy[t[1]] = dx[t[1]]+ax*pull, dy[t[1]]+ay*pull
		}
		heat := 0.15 * (1 - float64(step)/rounds)
		for i := range n {
			d := max(math.Hypot(dx[i], dy[i]), 1e-9)
			move := min(d, heat) / d
			x[i], y[i] = x[i]+dx[i]*move, y[i]+dy[i]*move
		}
	}
	fit(x, width, 110)
	fit(y, high, 30)
	return x, y
}

// fit stretches values over a length, with a margin.
func fit(v []float64, length, margin float64) {
	if len(v) == 0 {
		return
	}
	low, top := slices.Min(v), slices.Max(v)
	for i := range v {
		if top-low < 1e-9 {
			v[i] = length / 2
			continue
		}
		v[i] = margin + (v[i]-low)/(top-low)*(length-2*margin)
	}
}
