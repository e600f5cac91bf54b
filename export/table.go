package export

import (
	"fmt"
	"io"
	"strings"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/wording"
	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// Table gathers events over many records, a row each, and draws them at Close.
type Table struct {
	w     io.Writer
	t     table.Writer
	width int
	rows  int
}

// NewTable starts a table on w. Width is that of the terminal, 0 for no limit.
func NewTable(w io.Writer, width int) *Table {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options.DrawBorder = false
	t.Style().Format.Header = text.FormatDefault
	t.AppendHeader(table.Row{"report", "when", "status", "type", "actor", "recipient", "place", "said by", "words"})
	if width > 0 {
		t.SetColumnConfigs([]table.ColumnConfig{
			{Number: 1, WidthMax: 14}, {Number: 5, WidthMax: 22}, {Number: 6, WidthMax: 22}, {Number: 7, WidthMax: 14},
			{Number: 8, WidthMax: 18}, {Number: 9, WidthMax: max(width-130, 30), WidthMaxEnforcer: text.WrapSoft},
		})
	}
	return &Table{w: w, t: t, width: width}
}

// Add adds the events of one record.
func (t *Table) Add(r *chancery.Record) {
	p := &page{record: r}
	name := r.Article.Ref
	if name == "" {
		name = r.Article.Title
	}
	for i := range r.Events {
		e := &r.Events[i]
		when, by := "", ""
		if e.Time != nil {
			when = wording.Time(e.Time.Value, e.Time.Begin, e.Time.Finish)
		}
		if q := r.Quote(e.SaidBy); q != nil {
			by = p.speaker(q)
		}
		words := ""
		if len(e.Evidence) > 0 {
			words = clean(e.Evidence[0].Text(r.Article.Text))
		}
		kind := string(e.Type)
		if len(e.Mode) > 0 {
			kind += " " + Modes(e.Type, e.Mode, e.CAMEO, ",")
		}
		t.t.AppendRow(table.Row{clean(name), when, e.Status, kind, p.list(e.Actor), p.list(e.Recipient), strings.TrimPrefix(placeName(r.Place(e.Place)), "in "), by, words})
		t.rows++
	}
}

// Close draws the table.
func (t *Table) Close() error {
	if t.rows == 0 {
		_, err := fmt.Fprintln(t.w, "no events found")
		return err
	}
	_, err := fmt.Fprintln(t.w, t.t.Render())
	return err
}
