package export

import (
	"slices"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// ploverColumns are those of POLECAT's files (Halterman, Bagozzi, Beger,
// Schrodt and Scarborough 2023, doi:10.7910/DVN/AJGVIT), in their order.
var ploverColumns = []string{"Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
	"Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
	"Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
	"Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
	"Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"}

var quads = map[chancery.EventType]string{
	chancery.Agree: "VERBAL COOPERATION", chancery.Consult: "VERBAL COOPERATION", chancery.Support: "VERBAL COOPERATION", chancery.Concede: "VERBAL COOPERATION",
	chancery.Cooperate: "MATERIAL COOPERATION", chancery.Aid: "MATERIAL COOPERATION", chancery.Retreat: "MATERIAL COOPERATION",
	chancery.Request: "VERBAL CONFLICT", chancery.Accuse: "VERBAL CONFLICT", chancery.Reject: "VERBAL CONFLICT", chancery.Threaten: "VERBAL CONFLICT",
	chancery.Protest: "MATERIAL CONFLICT", chancery.Sanction: "MATERIAL CONFLICT", chancery.Mobilize: "MATERIAL CONFLICT", chancery.Coerce: "MATERIAL CONFLICT", chancery.Assault: "MATERIAL CONFLICT",
}

// plover gives type and mode as PLOVER codes them, which has no status: what is
// planned of CONSULT, SUPPORT, COOPERATE and AID is AGREE, of RETREAT CONCEDE;
// what is called off is REJECT, what is threatened THREATEN. It fails for what
// PLOVER does not code: what was only asked for (its REQUEST is a happening of
// its own), is possible or is denied.
func plover(h *story.Happening) (typ chancery.EventType, mode string, ok bool) {
	if len(h.Mode) > 0 {
		mode = h.Mode[0]
	}
	switch h.Status {
	case chancery.Happened, chancery.Ongoing:
		return h.Type, mode, true
	case chancery.Planned, chancery.Offered:
		switch h.Type {
		case chancery.Consult, chancery.Support, chancery.Cooperate, chancery.Aid:
			return chancery.Agree, "", true
		case chancery.Retreat:
			return chancery.Concede, "", true
		}
		return h.Type, mode, h.Status == chancery.Planned
	case chancery.ThreatenedDeed:
		if h.Type == chancery.Assault {
			return chancery.Threaten, "violence", true
		}
		return chancery.Threaten, "", true
	case chancery.CancelledStatus:
		if h.Type == chancery.Consult {
			return chancery.Reject, "meet", true
		}
		return chancery.Reject, "", true
	}
	return "", "", false
}

// eventDay is the first day of h's own time, else the day it was first told.
func eventDay(h *story.Happening) string {
	if d := h.Day(); len(d) >= 10 {
		return d[:10]
	}
	return ""
}

// sectors are the parts of a code beside the country.
func sectors(p story.Party) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(p.Code), func(w string) bool { return w == p.Country }), "; ")
}

func primary(sectors string) string {
	first, _, _ := strings.Cut(sectors, "; ")
	return first
}

// ploverRow gives nil for what PLOVER does not code.
func ploverRow(h *story.Happening) []string {
	typ, mode, ok := plover(h)
	if !ok {
		return nil
	}
	intensity := ""
	if h.Goldstein != nil && typ == h.Type {
		intensity = Cell(*h.Goldstein)
	}
	row := []string{h.ID, eventDay(h), string(typ), mode, intensity, quads[typ], strings.Join(h.Contexts, "; ")}
	for _, labels := range [][]string{h.Actor, h.Recipient} {
		all := side(h, labels)
		secs := joined(all, sectors)
		row = append(row, strings.Join(labels, "; "), joined(all, func(p story.Party) string { return p.Country }),
			joined(all, func(p story.Party) string { return countries()[p.Country].cow }), primary(secs), secs, "", joined(all, func(p story.Party) string { return p.Name }), "")
	}
	place := make([]string, 10)
	if p := h.Place; p != nil {
		place[0], place[3], place[4], place[8], place[9] = p.Name, p.Admin1, p.Country, p.Name, p.Kind
		if p.Kind == string(chancery.City) {
			place[1] = p.Name
		}
		if p.Lat != nil && p.Lon != nil {
			place[5], place[6] = Cell(*p.Lat), Cell(*p.Lon)
		}
		if p.Geo != 0 {
			place[7] = Cell(p.Geo)
		}
	}
	row = append(row, place...)
	var people, bodies []string
	for _, p := range h.Parties {
		if p.Person != "" {
			people = append(people, p.Name)
		} else {
			bodies = append(bodies, p.Name)
		}
	}
	source, published := "", ""
	if ev := evidenceOf(h); len(ev) > 0 {
		source, published = ev[0].Outlet, ev[0].Published
	}
	return append(row, source, published, strings.Join(people, "; "), strings.Join(bodies, "; "), place[0], "en", "chancery "+Schema)
}
