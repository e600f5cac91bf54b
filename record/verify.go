package record

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/chancery-project/chancery/read"
)

// Report is what Verify found.
type Report struct {
	Articles int      `json:"articles"`
	Facts    int      `json:"facts"` // rows made from the articles, each compared
	Log      int64    `json:"log"`   // entries of the audit log
	Head     string   `json:"head"`  // hash of its last entry: note it elsewhere to prove later that nothing was rewritten
	Faults   []string `json:"faults"`
}

// maxFaults is after how many faults Verify stops telling.
const maxFaults = 100

// Verify proves the whole record: the file's pages and indexes, each article
// against its hash, every row made from it against the article, the word
// index, the chain of the audit log and that it agrees with the articles, and
// what follows against what is worked out anew. The error is for what kept it
// from looking; what it found wrong is in the report. told, which may be nil,
// hears how many articles are done.
func (s *Store) Verify(ctx context.Context, told func(done, all int)) (*Report, error) {
	v := &verifier{s: s, told: told, report: &Report{Faults: []string{}}, sums: map[string]string{}, ran: map[string]string{}, faulty: map[string]string{}, decided: map[string]string{}}
	for _, step := range []func(context.Context) error{v.file, v.chain, v.articles, v.log, v.rest, v.derived} {
		err := step(ctx)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			v.fault("%v", err)
		}
	}
	return v.report, nil
}

type verifier struct {
	s       *Store
	told    func(done, all int)
	report  *Report
	runs    map[int64]string  // as the audit log names them
	ran     map[string]string // by article id, the run that its last article.add names
	faulty  map[string]string // what the log says is in quarantine: detail by sum
	decided map[string]string // what the log says was decided: detail by number
	sums    map[string]string // by article id, of its last article.add; "" when forgotten
}

func (v *verifier) fault(format string, args ...any) {
	if len(v.report.Faults) < maxFaults {
		v.report.Faults = append(v.report.Faults, fmt.Sprintf(format, args...))
	}
}

func (v *verifier) file(ctx context.Context) error {
	// A connection of its own: on one that has read before, FTS5 checks the file against what it remembers.
	db, err := openSQLite(v.s.path, true)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, pragma := range []string{"integrity_check", "foreign_key_check"} {
		found, err := db.QueryContext(ctx, "PRAGMA "+pragma)
		if err != nil {
			return fmt.Errorf("the file is damaged: %w", err)
		}
		lines, err := texts(found)
		if err != nil {
			return fmt.Errorf("the file is damaged: %w", err)
		}
		for _, l := range lines {
			if l != "ok" {
				v.fault("the file is damaged: %s", l)
			}
		}
	}
	version, err := ofRecord.version(ctx, v.s.read)
	if err != nil {
		return err
	}
	if version != len(ofRecord.versions()) {
		v.fault("the file says that its schema is %d, but this program opened it with %d", version, len(ofRecord.versions()))
	}
	return v.schema(ctx)
}

// schema compares the tables with those that the migrations make.
func (v *verifier) schema(ctx context.Context) error {
	fresh, err := freshSchema(ctx)
	if err != nil {
		return err
	}
	defer fresh.Close()
	var both [2]string
	for i, db := range []*sql.DB{fresh, v.s.read} {
		found, err := db.QueryContext(ctx, "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name")
		if err != nil {
			return fmt.Errorf("the file is damaged: %w", err)
		}
		lines, err := texts(found)
		if err != nil {
			return err
		}
		both[i] = strings.Join(lines, "\n")
	}
	if both[0] != both[1] {
		v.fault("the tables of the file are not those that chancery makes")
	}
	return nil
}

// texts reads rows as one string each.
func texts(found *sql.Rows) ([]string, error) {
	defer found.Close()
	names, err := found.Columns()
	if err != nil {
		return nil, err
	}
	var out []string
	for found.Next() {
		values := make([]any, len(names))
		for i := range values {
			values[i] = new(any)
		}
		if err := found.Scan(values...); err != nil {
			return nil, err
		}
		var line []string
		for _, x := range values {
			line = append(line, fmt.Sprint(*x.(*any)))
		}
		out = append(out, strings.Join(line, " "))
	}
	return out, found.Err()
}

func (v *verifier) chain(ctx context.Context) error {
	found, err := v.s.read.QueryContext(ctx, "SELECT n, at, who, what, subject, detail, hash FROM audit ORDER BY n")
	if err != nil {
		return err
	}
	defer found.Close()
	var before []byte
	broken := false
	for found.Next() {
		var n int64
		var at, who, what, subject, detail string
		var hash []byte
		if err := found.Scan(&n, &at, &who, &what, &subject, &detail, &hash); err != nil {
			return fmt.Errorf("the audit log is damaged: %w", err)
		}
		v.report.Log++
		if want := chain(before, n, at, who, what, subject, detail); !broken && (!bytes.Equal(want, hash) || n != v.report.Log) {
			v.fault("the audit log is broken at entry %d", v.report.Log)
			broken = true
		}
		before = hash
		switch what {
		case "article.add", "article.recode":
			var d struct{ Record, Run string }
			if err := json.Unmarshal([]byte(detail), &d); err != nil {
				v.fault("the audit log is broken at entry %d: %v", n, err)
			}
			v.sums[subject], v.ran[subject] = d.Record, d.Run
		case "quarantine.add":
			v.faulty[subject] = detail
		case "quarantine.release":
			delete(v.faulty, subject)
		case "decision":
			v.decided[subject] = detail
		case "article.forget":
			v.sums[subject] = ""
		}
	}
	if err := found.Err(); err != nil {
		return err
	}
	v.report.Head = hex.EncodeToString(before)
	var tip string
	if err := v.s.read.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'audit'").Scan(&tip); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if want := fmt.Sprintf("%d %s", v.report.Log, v.report.Head); v.report.Log > 0 && tip != want || v.report.Log == 0 && tip != "" {
		v.fault("the audit log does not end where it says: entries are missing or too many")
	}
	return nil
}

func (v *verifier) articles(ctx context.Context) error {
	all := 0
	if err := v.s.read.QueryRowContext(ctx, "SELECT count(*) FROM article").Scan(&all); err != nil {
		return err
	}
	for after := int64(-1 << 62); ; {
		batch, err := v.s.batch(ctx, after, 100)
		if err != nil {
			return err
		}
		if len(batch) == 0 {
			return nil
		}
		for i := range batch {
			a := &batch[i]
			after = a.n
			if err := v.article(ctx, a); err != nil {
				v.fault("article %s: %v", a.id, err)
			}
			v.report.Articles++
			if v.told != nil {
				v.told(v.report.Articles, all)
			}
		}
	}
}

// stored is a row of article.
type stored struct {
	n                                                          int64
	id, document, ref, url, title, outlet, published, language string
	text                                                       string
	run                                                        int64
	given, sum, packed                                         []byte
}

// batch reads articles that come after n.
func (s *Store) batch(ctx context.Context, n int64, limit int) ([]stored, error) {
	found, err := s.read.QueryContext(ctx, "SELECT n, id, document, ref, url, title, outlet, published, language, text, run, given, sum, record FROM article WHERE n > ? ORDER BY n LIMIT ?", n, limit)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var out []stored
	for found.Next() {
		var a stored
		if err := found.Scan(&a.n, &a.id, &a.document, &a.ref, &a.url, &a.title, &a.outlet, &a.published, &a.language, &a.text, &a.run, &a.given, &a.sum, &a.packed); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, found.Err()
}

func (v *verifier) article(ctx context.Context, a *stored) error {
	r, err := load(a.packed, a.sum)
	if err != nil {
		return err
	}
	b := r.Article
	if logged, ok := v.sums[a.id]; !ok || logged != hex.EncodeToString(a.sum) {
		v.fault("article %s: the audit log does not know this record of it", a.id)
	}
	switch {
	case read.Identify(b.Outlet, b.URL, b.Text) != b.ID:
		return errors.New("its id does not fit its text")
	case a.id != b.ID || a.ref != b.Ref || a.url != b.URL || a.title != b.Title || a.outlet != b.Outlet || a.published != b.Published || a.language != b.Language ||
		a.text != b.Text || a.document != Document(b) || !bytes.Equal(a.given, Given(b)):
		return errors.New("the row differs from the record in it")
	}
	if run, err := v.run(ctx, a.run); err != nil {
		return err
	} else if run != v.ran[a.id] {
		v.fault("article %s: its run is not the one in the audit log", a.id)
	}
	made := rowsOf(r)
	for i, t := range tables {
		got, err := v.s.rowsIn(ctx, t, a.n)
		if err != nil {
			return fmt.Errorf("table %s: %w", t.name, err)
		}
		v.report.Facts += len(made[i])
		if !sameRows(got, made[i], t.order == "") {
			v.fault("article %s: table %s differs from the record", a.id, t.name)
		}
	}
	return nil
}

func (s *Store) rowsIn(ctx context.Context, t table, article int64) ([][]any, error) {
	q := "SELECT " + strings.Join(t.columns, ", ") + " FROM " + t.name + " WHERE article = ?"
	if t.order != "" {
		q += " ORDER BY " + t.order
	}
	found, err := s.read.QueryContext(ctx, q, article)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	var out [][]any
	for found.Next() {
		row := make([]any, len(t.columns))
		for i := range row {
			row[i] = new(any)
		}
		if err := found.Scan(row...); err != nil {
			return nil, err
		}
		for i := range row {
			row[i] = *row[i].(*any)
		}
		out = append(out, row)
	}
	return out, found.Err()
}

// sameRows compares two lists of rows, in any order when that has no meaning.
func sameRows(a, b [][]any, anyOrder bool) bool {
	if len(a) != len(b) {
		return false
	}
	if !anyOrder {
		return len(a) == 0 || reflect.DeepEqual(a, b)
	}
	count := map[string]int{}
	for i := range a {
		count[fmt.Sprintf("%#v", a[i])]++
		count[fmt.Sprintf("%#v", b[i])]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// log proves that no article that the log knows is missing.
func (v *verifier) log(ctx context.Context) error {
	found, err := v.s.read.QueryContext(ctx, "SELECT id FROM article")
	if err != nil {
		return err
	}
	ids, err := column[string](found)
	if err != nil {
		return err
	}
	for _, id := range ids {
		delete(v.sums, id)
	}
	for id, sum := range v.sums {
		if sum != "" {
			v.fault("article %s is in the audit log and not in the record", id)
		}
	}
	return nil
}
