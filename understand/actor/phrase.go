package actor

import (
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
	s := f.scan(tokens, false, map[string]bool{})
	iso, sector, _ := f.codePieces(s, date)
	return iso, join(iso, sector)
}

// codePieces codes a phrase by its pieces: the country of the first that has
// one, the sector of the last that has one.
func (f *Finder) codePieces(s *scanner, date string) (iso, sector string, kind chancery.ActorKind) {
	former, bareState := false, false
	opposition := ""
	for i := 0; i < len(s.at); i++ {
		pc := s.at[i]
		if pc == nil {
			continue
		}
		if pc.phrase == nil {
			if iso == "" && sector == "" {
				if w := f.organisationWord(s.tokens[pc.from:pc.to]); w != nil {
					sector, kind = w.code, w.kind
				}
			}
			continue
		}
		e := pc.phrase.entry
		switch pc.phrase.class {
		case countryName, adjective, demonym:
			if iso == "" {
				iso = e.iso
			}
			if pc.is(demonym) && sector == "" {
				sector, kind = "CVL", chancery.People
			}
		case seat:
			if iso == "" {
				iso, bareState = e.iso, len(s.tokens) == pc.to-pc.from || bareState
			}
		case named, known:
			eIso, eCode, eKind := e.iso, e.code, e.kind
			if len(e.periods) > 0 {
				switch pd := e.at(date); {
				case pd != nil:
					eIso, eCode, eKind = pd.iso, pd.code, pd.kind
				case pc.is(known):
					eCode = "ELI"
				}
			}
			eCode = strings.TrimSpace(strings.TrimPrefix(eCode, eIso))
			if iso == "" {
				iso = eIso
			}
			if sector == "" || pc.is(known) && sector == "" {
				sector, kind = eCode, eKind
			}
		case body:
			if sector == "" || sector == "PTY" {
				sector, kind = e.code, e.kind
			}
		case title:
			if sector == "" || sector == "GOV" && e.code != "=" && e.code != "" {
				if e.code != "=" {
					sector = e.code
				}
				kind = chancery.Person
			}
		case agent:
			if e.code != "=" && (sector == "" || e.kind == chancery.ArmedForce && sector == "GOV") {
				sector, kind = e.code, e.kind
			}
		case modifier:
			former = former || e.use == "former"
			if e.use == "opposition" {
				opposition = "OPP"
			}
			if e.use == "rebel" && sector == "" {
				sector = "REB"
			}
		}
	}
	switch {
	case former && (sector == "" || strings.HasPrefix(sector, "GOV") || sector == "LEG"):
		sector = "ELI"
	case opposition != "" && sector == "":
		sector = "OPP"
	case bareState && sector == "":
		sector, kind = "GOV", chancery.Government
	}
	return iso, sector, kind
}
