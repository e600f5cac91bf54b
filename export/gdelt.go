package export

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// gdeltColumns is how many columns the table of events of GDELT 2.0 has (Event
// Codebook V2.0 of 2015). Its files have no header.
const gdeltColumns = 61

// cameoCountry are CAMEO's country codes where they are not ISO's.
var cameoCountry = map[string]string{"ROU": "ROM", "MNE": "MTN", "TLS": "TMP"}

// gdeltGroups are the known groups of CAMEO among actor codes; other parts of
// a code that are not a country are its types.
var gdeltGroups = map[string]bool{"UNO": true, "NAT": true, "EEC": true, "AFU": true, "ASN": true, "ARL": true, "OPC": true, "WTO": true, "IMF": true, "WBK": true, "GCC": true, "ECW": true}

var quadClass = map[string]string{"VERBAL COOPERATION": "1", "MATERIAL COOPERATION": "2", "VERBAL CONFLICT": "3", "MATERIAL CONFLICT": "4"}

// gdeltRow gives a happening as a row of GDELT's table of events; nil for what
// GDELT does not code: CAMEO has no status, and what did not take place is no
// event but for the CAMEO code of its PLOVER form. AvgTone is not measured.
func gdeltRow(h *story.Happening) []string {
	typ, _, ok := plover(h)
	code := h.CAMEO
	if typ != h.Type || code == "" {
		code = roots[typ]
	}
	if !ok || code == "" {
		return nil
	}
	row := make([]string, 0, gdeltColumns)
	id := uint64(0)
	if n, err := strconv.ParseUint(strings.TrimPrefix(h.ID, "h"), 16, 64); err == nil {
		id = n >> 1 // a signed 64-bit number
	}
	day := eventDay(h)
	row = append(row, strconv.FormatUint(id, 10))
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		fraction := float64(t.Year()) + float64((int(t.Month())-1)*30+min(t.Day(), 30))/365
		row = append(row, t.Format("20060102"), t.Format("200601"), t.Format("2006"), strconv.FormatFloat(fraction, 'f', 4, 64))
	} else {
		row = append(row, "", "", "", "")
	}
	actors, targets := side(h, h.Actor), side(h, h.Recipient)
	if len(targets) == 0 && h.Type.Reciprocal() && len(actors) > 1 { // GDELT knows two sides
		actors, targets = actors[:1], actors[1:]
	}
	row = append(append(row, gdeltActor(actors)...), gdeltActor(targets)...)
	goldstein := ""
	if h.Goldstein != nil && typ == h.Type {
		goldstein = Cell(*h.Goldstein)
	}
	outlets, mentions := map[string]bool{}, evidenceOf(h)
	for _, e := range mentions {
		outlets[e.Outlet] = true
	}
	row = append(row, "1", code, code[:min(3, len(code))], code[:2], quadClass[quads[typ]], goldstein,
		strconv.Itoa(len(mentions)), strconv.Itoa(len(outlets)), strconv.Itoa(h.Reports), "")
	row = append(append(row, make([]string, 16)...), gdeltPlace(h.Place)...) // the actors' own places are not kept
	added, url := "", ""
	if len(mentions) > 0 {
		added, url = strings.ReplaceAll(mentions[0].Published[:min(10, len(mentions[0].Published))], "-", ""), mentions[0].URL
		if added != "" {
			added += "000000"
		}
	}
	row = append(row, added, url)
	if len(row) != gdeltColumns {
		panic(fmt.Sprintf("%d columns", len(row))) // a bug
	}
	return row
}

// roots are CAMEO's codes for types whose own code does not fit their status.
var roots = map[chancery.EventType]string{
	chancery.Agree: "030", chancery.Consult: "040", chancery.Support: "050", chancery.Cooperate: "060", chancery.Aid: "070", chancery.Concede: "080", chancery.Retreat: "080",
	chancery.Request: "100", chancery.Accuse: "110", chancery.Reject: "120", chancery.Threaten: "130", chancery.Protest: "140", chancery.Mobilize: "150",
	chancery.Sanction: "160", chancery.Coerce: "170", chancery.Assault: "190",
}

// gdeltActor gives the ten columns of a side: that of its first party.
func gdeltActor(all []story.Party) []string {
	out := make([]string, 10)
	if len(all) == 0 {
		return out
	}
	p := all[0]
	country := p.Country
	if c := cameoCountry[country]; c != "" {
		country = c
	}
	out[1], out[2] = strings.ToUpper(p.Name), country
	types := 7
	for _, w := range strings.Fields(p.Code) {
		switch {
		case w == p.Country:
		case gdeltGroups[w]:
			out[3] = w
		case types < 10:
			out[types] = w
			types++
		}
	}
	out[0] = out[2] + out[3] + out[7] + out[8] + out[9]
	return out
}

// gdeltPlace gives the eight columns of a place. Its types are those of the
// codebook: 1 country, 4 city of the world, 5 region; 3 and 2 in the USA.
func gdeltPlace(p *story.Place) []string {
	out := make([]string, 8)
	if p == nil {
		out[0] = "0"
		return out
	}
	out[0] = "4"
	switch chancery.PlaceKind(p.Kind) {
	case chancery.CountryPlace:
		out[0] = "1"
	case chancery.Region:
		out[0] = "5"
		if p.Country == "USA" {
			out[0] = "2"
		}
	default:
		if p.Country == "USA" {
			out[0] = "3"
		}
	}
	name := p.Name
	if p.Admin1 != "" && p.Admin1 != name {
		name += ", " + p.Admin1
	}
	out[1], out[2] = name, countries()[p.Country].fips
	if out[0] == "1" {
		out[3] = out[2]
	}
	if p.Lat != nil && p.Lon != nil {
		out[5], out[6] = Cell(*p.Lat), Cell(*p.Lon)
	}
	if p.Geo != 0 {
		out[7] = strconv.Itoa(p.Geo)
	}
	return out
}
