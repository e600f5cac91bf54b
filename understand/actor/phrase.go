package actor

import (
	"fmt"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/lang"
)

// Phrase codes one actor phrase on its own, such as "Iraqi Prime Minister
// Mustafa Al Kadhimi", as of date (RFC 3339; "" is any): the country (ISO
// 3166-1 alpha-3) and the whole code ("IRQ GOV"). Both are "" where the phrase
// says nothing.
func (f *Finder) Phrase(text, date string) (country, code string) {
	tokens := lang.Tokens(text, chancery.Span{Start: 0, End: len(text)})
	if len(tokens) == 0 {
		return "", ""
	}
	s := f.scan(tokens, false, capitals(tokens))
	iso, sector, _ := f.codePieces(s, date)
	return iso, join(iso, sector)
}

// capitals returns the words that a phrase writes with a capital: the first
// one too may be a name.
func capitals(tokens []lang.Token) map[string]bool {
	m := map[string]bool{}
	for _, t := range tokens {
		if t.Cap && len(t.Text) > 3 {
			m[t.Lower] = true
		}
	}
	return m
}

// coding is the code of a phrase under way.
type coding struct {
	iso, sector string
	kind        chancery.ActorKind
	inner       bool // behind a preposition: what stands there says less
}

func (c *coding) country(iso string) {
	if c.iso == "" {
		c.iso = iso
	}
}

// put takes a sector over: the last one before a preposition counts, as the
// head of a noun phrase does ("people smuggling ring"), else the first.
func (c *coding) put(sector string, kind chancery.ActorKind) {
	if sector == "" || sector == "=" || c.sector != "" && c.inner || c.sector == "PRE" {
		return
	}
	c.sector, c.kind = sector, kind
}

// codePieces codes a phrase by its pieces.
func (f *Finder) codePieces(s *scanner, date string) (iso, sector string, kind chancery.ActorKind) {
	var c coding
	past, opposition, seatAlone := false, false, false
	field := ""
	for i := 0; i < len(s.tokens); i++ {
		pc := s.at[i]
		if f.backing[s.tokens[i].Lower] && i+1 < len(s.tokens) && s.tokens[i+1].Lower == "by" { // who stands behind them is not theirs
			break
		}
		if pc == nil {
			if h := s.halves(i); h != nil {
				c.country(h[0].iso)
			}
			c.inner = c.inner || c.kind != "" && f.inner[s.tokens[i].Lower]
			continue
		}
		i = pc.to - 1
		if pc.phrase == nil {
			if w := f.organisationWord(s.tokens[pc.from:pc.to]); w != nil && c.sector == "" {
				c.put(w.code, w.kind)
			} else if e := f.spelled(s.words(pc)); e != nil {
				f.putPerson(&c, e, date)
			}
			continue
		}
		e := pc.phrase.entry
		switch pc.phrase.class {
		case countryName, adjective, seat:
			c.country(e.iso)
			if e.code != "" && c.sector == "" {
				c.put("PRE", chancery.Government)
			}
			seatAlone = seatAlone || pc.is(seat) && pc.to-pc.from == len(s.tokens)
		case demonym:
			c.country(e.iso)
			c.put("CVL", chancery.People)
		case known:
			f.putPerson(&c, e, date)
		case named:
			iso, code, kind := e.iso, e.code, e.kind
			if pd, _ := e.held(date); pd != nil {
				iso, code, kind = pd.iso, pd.code, pd.kind
			}
			c.country(iso)
			c.put(strings.TrimSpace(strings.TrimPrefix(code, iso)), kind)
		case body, agent:
			c.put(e.code, e.kind)
			opposition = opposition || strings.HasSuffix(e.code, " OPP")
		case title:
			c.put(e.code, chancery.Person)
			if c.kind == "" {
				c.kind = chancery.Person
			}
		case modifier:
			past = past || e.use == "former"
			opposition = opposition || e.use == "opposition"
			switch {
			case e.use == "field":
				field = e.code
			case e.use == "rebel" && c.sector == "":
				c.put("REB", chancery.ArmedGroup)
			}
		}
	}
	switch {
	case past && elite(c.sector):
		c.sector = "ELI"
	case field != "" && (c.sector == "" || c.sector == "GOV" || c.sector == "CVL"):
		c.sector = field
	case opposition && c.sector == "":
		c.sector = "OPP"
	case opposition && c.sector == "LEG":
		c.sector = "LEG OPP"
	case seatAlone && c.sector == "":
		c.sector, c.kind = "GOV", chancery.Government
	}
	return c.iso, c.sector, c.kind
}

func (s *scanner) words(pc *piece) []string {
	var out []string
	for _, t := range s.tokens[pc.from:pc.to] {
		if t.Kind != lang.Mark {
			out = append(out, bare(t))
		}
	}
	return out
}

// putPerson takes over what the lexicon says of a person on a day.
func (f *Finder) putPerson(c *coding, e *entry, date string) {
	e = e.on(date)
	iso, code := e.iso, e.code
	switch pd, when := e.held(date); {
	case pd == nil:
	case when == inOffice:
		iso, code = pd.iso, pd.code
	case when == former:
		iso, code = pd.iso, strings.TrimSpace(strings.TrimPrefix(pd.left(), pd.iso))
	default:
		iso, code = pd.iso, ""
	}
	c.country(iso)
	if c.sector == "" {
		c.put(code, chancery.Person)
	}
}

// Reason is a piece of a phrase that the lexicon knows.
type Reason struct {
	Words  string // as the phrase has them
	Class  string // "country", "title", "noun", …
	Gives  string // country and sector, or what a word does to them
	Held   string // of a person: the time of that office, "2020-03-04..2024-09-05"
	Source string // file and line: "lexicon/actors/titles.txt:12"
}

var classes = [...]string{
	countryName: "country", seat: "seat", adjective: "adjective", demonym: "people", named: "name", known: "person", body: "institution",
	title: "title", agent: "noun", address: "form of address", modifier: "qualifier", groupNoun: "group", shortNoun: "short form",
}

// Explain lists what the lexicon knows of a phrase, in its order, as of date
// (as for Phrase). It is empty where the lexicon knows nothing.
func (f *Finder) Explain(text, date string) []Reason {
	var out []Reason
	tokens := lang.Tokens(text, chancery.Span{End: len(text)})
	for _, pc := range f.scan(tokens, false, capitals(tokens)).at {
		if pc == nil || pc.phrase == nil {
			continue
		}
		e := pc.phrase.entry.on(date)
		w := Reason{
			Words: chancery.Span{Start: tokens[pc.from].Span.Start, End: tokens[pc.to-1].Span.End}.Text(text),
			Class: classes[pc.phrase.class], Source: fmt.Sprintf("%s:%d", e.file, e.line), Gives: join(e.iso, e.code),
		}
		if e.use != "" && e.code == "" {
			w.Gives = e.use
		}
		if p, when := e.held(date); p != nil {
			w.Source = fmt.Sprintf("%s:%d", e.file, p.line)
			w.Gives = join(p.iso, p.code)
			w.Held = p.from + ".." + p.to
			if p.role != "" {
				w.Gives += ", " + p.role
			}
			switch when {
			case former:
				w.Gives += ": former"
			case before:
				w.Gives += ": not yet"
			case unknown:
				w.Held, w.Gives = p.from+"..?", w.Gives+": since then unknown"
			}
		}
		out = append(out, w)
	}
	return out
}
