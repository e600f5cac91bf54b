package alert

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/export"
	"github.com/chancery-project/chancery/record"
	"github.com/chancery-project/chancery/story"
	"github.com/chancery-project/chancery/wording"
)

// Message is what an alert tells at once.
type Message struct {
	ID     string // the same at every try
	Search record.Search
	Site   string
	At     time.Time
	Test   bool
	Items  []Item
}

// Item is a step of a happening, as alerts tell it.
type Item struct {
	ID        string             `json:"id"` // a name that stays
	At        string             `json:"at"` // when the search found it
	Link      string             `json:"link"`
	Title     string             `json:"title"`
	Happening string             `json:"happening"` // id
	Type      chancery.EventType `json:"type"`
	Status    chancery.Status    `json:"status"`           // of this step
	Before    chancery.Status    `json:"before,omitempty"` // absent: the search had not found the happening before
	Actor     []string           `json:"actor"`
	Recipient []string           `json:"recipient"`
	Place     string             `json:"place,omitempty"`
	Time      string             `json:"time,omitempty"`
	Evidence  []story.Evidence   `json:"evidence"` // of the step, three at most
}

// maxEvidence bounds the sentences that an item carries.
const maxEvidence = 3

// ItemOf gives news as alerts tell it. Links lead to the reading room at site.
func ItemOf(n record.News, site string) Item {
	h := n.Happening
	it := Item{ID: stable(n.Search, h.ID, string(n.Status)), At: n.At, Link: site + "/happening/" + h.ID, Happening: h.ID, Type: h.Type, Status: n.Status, Before: n.Before,
		Actor: append([]string{}, h.Actor...), Recipient: append([]string{}, h.Recipient...), Evidence: []story.Evidence{}}
	if h.Place != nil {
		it.Place = h.Place.Name
	}
	if h.Time != nil {
		it.Time = h.Time.Value
	}
	for _, step := range h.Life {
		if step.Status == n.Status {
			it.Evidence = append(it.Evidence, step.Evidence...)
		}
	}
	it.Evidence = it.Evidence[:min(len(it.Evidence), maxEvidence)]
	it.Title = titleOf(n)
	return it
}

// titleOf is one line on news: "planned → happened: USA → IRQ · talks, 7 April 2021, Baghdad".
func titleOf(n record.News) string {
	h := n.Happening
	var b strings.Builder
	if n.Before != "" && n.Before != n.Status {
		fmt.Fprintf(&b, "%s → ", n.Before)
	}
	fmt.Fprintf(&b, "%s: %s", n.Status, sides(h))
	if t := h.Time; t != nil {
		if when := wording.Time(t.Value, t.Begin, t.Finish); when != "" {
			b.WriteString(", " + when)
		}
	}
	if h.Place != nil {
		b.WriteString(", " + h.Place.Name)
	}
	return b.String()
}

func sides(h *story.Happening) string {
	out := "someone"
	if len(h.Actor) > 0 {
		out = strings.Join(h.Actor, ", ")
	}
	if len(h.Recipient) > 0 {
		out += " → " + strings.Join(h.Recipient, ", ")
	}
	if h.Name != "" {
		return out + " · " + h.Name
	}
	return out + " · " + export.Kind(h.Type)
}

// stable names a thing by what it is, as a UUID of version 5.
func stable(parts ...string) string {
	sum := sha1.Sum([]byte("chancery " + strings.Join(parts, " ")))
	sum[6], sum[8] = sum[6]&0x0f|0x50, sum[8]&0x3f|0x80
	x := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + strings.Join([]string{x[:8], x[8:12], x[12:16], x[16:20], x[20:]}, "-")
}
