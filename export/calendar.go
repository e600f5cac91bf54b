package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/story"
)

// calendar is iCalendar (RFC 5545): an event for each happening that is
// planned, asked for, offered or called off and has a day. Events last whole
// days; one that is known by its month lasts the month.
type calendar struct {
	w   *bufio.Writer
	err error
}

func newCalendar(w io.Writer, m Meta) (Rows, error) {
	c := &calendar{w: bufio.NewWriterSize(w, 1<<16)}
	c.line("BEGIN", "VCALENDAR")
	c.line("VERSION", "2.0")
	c.line("PRODID", "-//chancery//record "+m.Schema+"//EN")
	c.line("X-CHANCERY-SNAPSHOT", escapeText(m.Snapshot))
	if m.Accuracy != "" {
		c.line("X-CHANCERY-ACCURACY", escapeText(m.Accuracy))
	}
	return c, c.err
}

// calendarStatus are the statuses that a calendar shows, and RFC 5545's names for them.
var calendarStatus = map[chancery.Status]string{chancery.Planned: "CONFIRMED", chancery.Requested: "TENTATIVE", chancery.Offered: "TENTATIVE", chancery.CancelledStatus: "CANCELLED"}

func (c *calendar) Happening(h *story.Happening) (written bool, err error) {
	status := calendarStatus[h.Status]
	if status == "" || h.Time == nil {
		return false, c.err
	}
	begin, err := time.Parse(time.DateOnly, h.Time.Begin)
	if err != nil {
		return false, c.err
	}
	end := begin
	if t, err := time.Parse(time.DateOnly, h.Time.Finish); err == nil && t.After(begin) {
		end = t
	}
	stamp := begin
	if t, err := time.Parse(time.DateOnly, h.LastTold()); err == nil {
		stamp = t // not the time of the export: the same record gives the same bytes
	}
	c.line("BEGIN", "VEVENT")
	c.line("UID", h.ID+"@chancery")
	c.line("DTSTAMP", stamp.Format("20060102T150405Z"))
	c.line("DTSTART;VALUE=DATE", begin.Format("20060102"))
	c.line("DTEND;VALUE=DATE", end.AddDate(0, 0, 1).Format("20060102"))
	c.line("SUMMARY", escapeText(Headline(h)))
	c.line("STATUS", status)
	c.line("TRANSP", "TRANSPARENT")
	if p := h.Place; p != nil {
		c.line("LOCATION", escapeText(clean(p.Name)))
		if p.Lat != nil && p.Lon != nil {
			c.line("GEO", fmt.Sprintf("%.6f;%.6f", *p.Lat, *p.Lon))
		}
	}
	var told []string
	url := ""
	for _, e := range evidenceOf(h) {
		told = append(told, "“"+clean(e.Text)+"” ["+source(e)+"]")
		if url == "" && (strings.HasPrefix(e.URL, "https://") || strings.HasPrefix(e.URL, "http://")) && !strings.ContainsAny(e.URL, " \r\n") {
			url = e.URL
		}
	}
	c.line("DESCRIPTION", escapeText(strings.Join(told, "\n")))
	if url != "" {
		c.line("URL", url)
	}
	c.line("END", "VEVENT")
	return true, c.err
}

func (c *calendar) Close() error {
	c.line("END", "VCALENDAR")
	if c.err != nil {
		return c.err
	}
	return c.w.Flush()
}

// line writes a content line, folded to 75 octets between characters.
func (c *calendar) line(name, value string) {
	if c.err != nil {
		return
	}
	s := name + ":" + value
	room := 75
	for len(s) > room {
		n := room
		for !utf8.RuneStart(s[n]) {
			n--
		}
		c.write(s[:n] + "\r\n ")
		s, room = s[n:], 74
	}
	c.write(s + "\r\n")
}

func (c *calendar) write(s string) {
	if c.err == nil {
		_, c.err = c.w.WriteString(s)
	}
}

// escapeText escapes a TEXT value (RFC 5545, 3.3.11).
func escapeText(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", "").Replace(s)
}
