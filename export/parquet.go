package export

import (
	"io"
	"time"

	"github.com/chancery-project/chancery/story"
	"github.com/parquet-go/parquet-go"
)

// parquetRow is a happening in Parquet. Days are days since 1970, absent when
// unknown; lists are lists.
type parquetRow struct {
	ID         string            `parquet:"id"`
	Type       string            `parquet:"type,dict"`
	Mode       []string          `parquet:"mode,list"`
	CAMEO      string            `parquet:"cameo,dict"`
	Goldstein  *float64          `parquet:"goldstein,optional"`
	Contexts   []string          `parquet:"contexts,list"`
	Status     string            `parquet:"status,dict"`
	Begin      *int32            `parquet:"begin,optional,date"`
	Finish     *int32            `parquet:"finish,optional,date"`
	FirstTold  *int32            `parquet:"first_told,optional,date"`
	Actor      []string          `parquet:"actor,list"`
	Recipient  []string          `parquet:"recipient,list"`
	Mediator   []string          `parquet:"mediator,list"`
	Parties    []parquetParty    `parquet:"parties,list"`
	Place      string            `parquet:"place,dict"`
	PlaceKind  string            `parquet:"place_kind,dict"`
	Country    string            `parquet:"country,dict"`
	Admin1     string            `parquet:"admin1,dict"`
	Lat        *float64          `parquet:"lat,optional"`
	Lon        *float64          `parquet:"lon,optional"`
	GeoNames   int64             `parquet:"geonames"`
	Name       string            `parquet:"name,dict"`
	Talks      string            `parquet:"talks,dict"`
	Round      int32             `parquet:"round"`
	Agenda     []string          `parquet:"agenda,list"`
	Voices     int32             `parquet:"voices"`
	Reports    int32             `parquet:"reports"`
	Confidence float64           `parquet:"confidence"`
	DecidedBy  string            `parquet:"decided_by,dict"`
	Merged     []string          `parquet:"merged_because,list"`
	Life       []parquetStep     `parquet:"life,list"`
	Evidence   []parquetEvidence `parquet:"evidence,list"`
}

type parquetParty struct {
	Label   string `parquet:"label"`
	Name    string `parquet:"name"`
	Country string `parquet:"country"`
	Code    string `parquet:"code"`
}

type parquetStep struct {
	Status string `parquet:"status,dict"`
	On     string `parquet:"on"`
	For    string `parquet:"for"`
	By     string `parquet:"by"`
	SaidBy string `parquet:"said_by"`
	Role   string `parquet:"role"`
}

type parquetEvidence struct {
	Article   string `parquet:"article"`
	Outlet    string `parquet:"outlet,dict"`
	Published string `parquet:"published,dict"`
	URL       string `parquet:"url"`
	Start     int32  `parquet:"start"`
	End       int32  `parquet:"end"`
	Text      string `parquet:"text"`
}

const (
	rowGroup = 50_000 // rows; what is held in memory
	batch    = 500    // rows handed over at once
)

type parquetRows struct {
	w    *parquet.GenericWriter[parquetRow]
	held []parquetRow
}

func newParquet(w io.Writer, m Meta) (Rows, error) {
	p := &parquetRows{w: parquet.NewGenericWriter[parquetRow](w, parquet.Compression(&parquet.Snappy), parquet.MaxRowsPerRowGroup(rowGroup), parquet.CreatedBy("chancery", m.Schema, ""))}
	p.w.SetKeyValueMetadata("chancery.schema", m.Schema)
	p.w.SetKeyValueMetadata("chancery.snapshot", m.Snapshot)
	p.w.SetKeyValueMetadata("chancery.query", m.Query)
	if m.Accuracy != "" {
		p.w.SetKeyValueMetadata("chancery.accuracy", m.Accuracy)
	}
	return p, nil
}

func (p *parquetRows) Happening(h *story.Happening) (written bool, err error) {
	r := parquetRow{ID: h.ID, Type: string(h.Type), Mode: h.Mode, CAMEO: h.CAMEO, Goldstein: h.Goldstein, Contexts: h.Contexts, Status: string(h.Status), Actor: h.Actor, Recipient: h.Recipient,
		Mediator: h.Mediator, Name: h.Name, Talks: h.Talks, Round: int32(h.Round), Agenda: h.Agenda, Voices: int32(h.Voices), Reports: int32(h.Reports), Confidence: h.Confidence,
		DecidedBy: h.DecidedBy, Merged: h.MergedBecause}
	if h.Time != nil {
		r.Begin, r.Finish = days(h.Time.Begin), days(h.Time.Finish)
	}
	if len(h.Life) > 0 {
		r.FirstTold = days(h.Life[0].On)
	}
	for _, x := range h.Parties {
		r.Parties = append(r.Parties, parquetParty{x.Label, x.Name, x.Country, x.Code})
	}
	if x := h.Place; x != nil {
		r.Place, r.PlaceKind, r.Country, r.Admin1, r.Lat, r.Lon, r.GeoNames = x.Name, x.Kind, x.Country, x.Admin1, x.Lat, x.Lon, int64(x.Geo)
	}
	for _, s := range h.Life {
		r.Life = append(r.Life, parquetStep{string(s.Status), s.On, s.For, s.By, s.SaidBy, s.Role})
	}
	for _, e := range evidenceOf(h) {
		r.Evidence = append(r.Evidence, parquetEvidence{e.Article, e.Outlet, e.Published, e.URL, int32(e.Start), int32(e.End), e.Text})
	}
	if p.held = append(p.held, r); len(p.held) < batch {
		return true, nil
	}
	return true, p.write()
}

func (p *parquetRows) write() error {
	_, err := p.w.Write(p.held)
	p.held = p.held[:0]
	return err
}

func (p *parquetRows) Close() error {
	if err := p.write(); err != nil {
		return err
	}
	return p.w.Close()
}

// days gives a day as days since 1970; nil for none.
func days(s string) *int32 {
	if len(s) < len(time.DateOnly) {
		return nil
	}
	t, err := time.Parse(time.DateOnly, s[:len(time.DateOnly)])
	if err != nil {
		return nil
	}
	d := int32(t.Unix() / 86400)
	if t.Unix() < 0 && t.Unix()%86400 != 0 {
		d--
	}
	return &d
}
