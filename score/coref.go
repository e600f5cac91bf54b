package score

// Portion is a part of a whole, summed over documents.
type Portion struct{ Part, Whole float64 }

// Share is Part of Whole; 0 where nothing was asked for.
func (p Portion) Share() float64 {
	if p.Whole == 0 {
		return 0
	}
	return p.Part / p.Whole
}

func (p *Portion) add(q Portion) { p.Part, p.Whole = p.Part+q.Part, p.Whole+q.Whole }

// Chaining is the precision and recall of one measure of coreference.
type Chaining struct{ Precision, Recall Portion }

// F1 is the harmonic mean of precision and recall.
func (c Chaining) F1() float64 {
	p, r := c.Precision.Share(), c.Recall.Share()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func (c *Chaining) add(d Chaining) {
	c.Precision.add(d.Precision)
	c.Recall.add(d.Recall)
}

// Coreference compares chains of mentions with gold chains by the three measures of the CoNLL-2012 shared task: MUC (Vilain
// et al. 1995), B-cubed (Bagga and Baldwin 1998) and CEAF-e (Luo 2005).
type Coreference struct{ MUC, BCubed, CEAFe Chaining }

// CoNLL is the mean of the three F1 figures.
func (c Coreference) CoNLL() float64 { return (c.MUC.F1() + c.BCubed.F1() + c.CEAFe.F1()) / 3 }

// Add sums the counts of another document.
func (c *Coreference) Add(d Coreference) {
	c.MUC.add(d.MUC)
	c.BCubed.add(d.BCubed)
	c.CEAFe.add(d.CEAFe)
}

// Chains compares the chains of one document. A chain is a list of mentions, each in one chain at most. Chains of a single
// mention are dropped from both sides, as in CoNLL-2012.
func Chains(gold, found [][]int) Coreference {
	gold, found = linked(gold), linked(found)
	var c Coreference
	c.MUC.Recall, c.BCubed.Recall = links(gold, found), members(gold, found)
	c.MUC.Precision, c.BCubed.Precision = links(found, gold), members(found, gold)
	s := similarity(gold, found)
	c.CEAFe = Chaining{Precision: Portion{s, float64(len(found))}, Recall: Portion{s, float64(len(gold))}}
	return c
}

func linked(chains [][]int) [][]int {
	var out [][]int
	for _, c := range chains {
		if len(c) > 1 {
			out = append(out, c)
		}
	}
	return out
}

func index(chains [][]int) map[int]int {
	at := map[int]int{}
	for i, c := range chains {
		for _, m := range c {
			at[m] = i
		}
	}
	return at
}

// links counts the links of a's chains that b has as well.
func links(a, b [][]int) Portion {
	var p Portion
	at := index(b)
	for _, c := range a {
		parts, seen := 0, map[int]bool{}
		for _, m := range c {
			if k, ok := at[m]; !ok {
				parts++
			} else if !seen[k] {
				seen[k] = true
				parts++
			}
		}
		p.Part += float64(len(c) - parts)
		p.Whole += float64(len(c) - 1)
	}
	return p
}

// members sums, over the mentions of a, the share of each one's chain that b's chain of it holds.
func members(a, b [][]int) Portion {
	var p Portion
	at := index(b)
	for _, c := range a {
		in := map[int]int{}
		for _, m := range c {
			if k, ok := at[m]; ok {
				in[k]++
			}
		}
		n := 0
		for _, k := range in {
			n += k * k
		}
		p.Part += float64(n) / float64(len(c))
		p.Whole += float64(len(c))
	}
	return p
}

// similarity is the greatest sum of 2|A∩B| / (|A|+|B|) over pairs of chains, one to one.
func similarity(a, b [][]int) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	at := index(b)
	cost := make([][]float64, len(a))
	for i, c := range a {
		cost[i] = make([]float64, len(b))
		for _, m := range c {
			if k, ok := at[m]; ok {
				cost[i][k] -= 2 / float64(len(c)+len(b[k]))
			}
		}
	}
	return -cheapest(cost, len(b))
}

// cheapest is the least cost of giving each row a column of its own (the Hungarian method); there are no fewer columns than rows.
func cheapest(cost [][]float64, columns int) float64 {
	const far = 1e18
	u, v := make([]float64, len(cost)+1), make([]float64, columns+1)
	row, way := make([]int, columns+1), make([]int, columns+1)
	for i := 1; i <= len(cost); i++ {
		row[0] = i
		j0 := 0
		least, used := make([]float64, columns+1), make([]bool, columns+1)
		for j := range least {
			least[j] = far
		}
		for {
			used[j0] = true
			i0, j1, delta := row[j0], 0, far
			for j := 1; j <= columns; j++ {
				if used[j] {
					continue
				}
				if d := cost[i0-1][j-1] - u[i0] - v[j]; d < least[j] {
					least[j], way[j] = d, j0
				}
				if least[j] < delta {
					delta, j1 = least[j], j
				}
			}
			for j := 0; j <= columns; j++ {
				if used[j] {
					u[row[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			if j0 = j1; row[j0] == 0 {
				break
			}
		}
		for j0 != 0 {
			row[j0] = row[way[j0]]
			j0 = way[j0]
		}
	}
	total := 0.0
	for j := 1; j <= columns; j++ {
		if row[j] > 0 {
			total += cost[row[j]-1][j-1]
		}
	}
	return total
}
