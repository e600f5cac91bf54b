package record

import (
	"bytes"
	"compress/flate"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read"
)

// Outcome says what Add did.
type Outcome int

// The outcomes.
const (
	Same      Outcome = iota // it is in the record already
	Added                    // a new article
	Version                  // a new text of an article that is known by its address or ref
	Forgotten                // it was in the record and was forgotten: it stays out
)

const (
	sqlRun        = "INSERT INTO run (code, model, lexicon) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET code = code RETURNING n"
	sqlKnown      = "SELECT n, sum, run, record FROM article WHERE id = ?"
	sqlDocument   = "SELECT count(*) FROM article WHERE document = ?"
	sqlArticle    = "INSERT INTO article (id, document, ref, url, title, outlet, published, language, text, run, given, sum, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n"
	sqlUnsettled  = "INSERT INTO unsettled (article) VALUES (?) ON CONFLICT DO NOTHING"
	sqlFresh      = "INSERT INTO fresh (article) SELECT n FROM article WHERE id = ? AND EXISTS (SELECT 1 FROM search)"
	sqlLastWord   = "SELECT what FROM audit WHERE subject = ? AND what IN ('article.add', 'article.recode', 'article.forget') ORDER BY n DESC LIMIT 1"
	sqlDropRecord = "DELETE FROM article WHERE n = ?"
)

// fixed are the statements that writing needs, beside the inserts of tables.
var fixed = []string{sqlHead, sqlAudit, sqlTip, sqlRun, sqlKnown, sqlDocument, sqlArticle, sqlUnsettled, sqlFresh, sqlLastWord}

// many is how many rows one insert takes at best.
const many = 16

func insert(t table, n int) string {
	row := "(?" + strings.Repeat(", ?", len(t.columns)) + ")"
	return "INSERT INTO " + t.name + " (article, " + strings.Join(t.columns, ", ") + ") VALUES " + row + strings.Repeat(", "+row, n-1)
}

// prepare readies the statements of writing. It must come before a
// transaction: the one connection is not free inside.
func (s *Store) prepare(ctx context.Context) error {
	if s.write == nil {
		return errors.New("the record is open for reading only")
	}
	s.preparing.Lock()
	defer s.preparing.Unlock()
	if s.ready {
		return nil
	}
	all := append([]string(nil), fixed...)
	for _, t := range tables {
		all = append(all, insert(t, 1), insert(t, many))
	}
	for _, q := range all {
		st, err := s.write.PrepareContext(ctx, q)
		if err != nil {
			return fmt.Errorf("preparing %q: %w", q, err)
		}
		s.stmts[q] = st
	}
	s.ready = true
	return nil
}

// on gives a prepared statement inside a transaction.
func (s *Store) on(ctx context.Context, tx *sql.Tx, query string) *sql.Stmt {
	st := s.stmts[query]
	if st == nil {
		panic("not prepared: " + query)
	}
	return tx.StmtContext(ctx, st)
}

// Document names what the versions of an article share: its address, else the
// user's own id for it, else itself.
func Document(a *chancery.Article) string {
	switch {
	case a.URL != "":
		return place(a.URL)
	case a.Ref != "":
		return strings.ToLower(a.Outlet) + " " + a.Ref
	}
	return a.ID
}

// place is an address as documents are named by it: canonical, but with its
// final slash, for there are publishers at whose site two articles differ in
// nothing else.
func place(address string) string {
	path, _, _ := strings.Cut(address, "#")
	path, _, _ = strings.Cut(path, "?")
	if c := read.Canonical(address); strings.HasSuffix(path, "/") && !strings.Contains(c, "?") {
		return c + "/"
	}
	return read.Canonical(address)
}

// Given is a hash of an article as it comes from reading: equal hashes need
// not be understood again.
func Given(a *chancery.Article) []byte {
	raw, err := json.Marshal(struct {
		ID, Ref, URL, Title, Standfirst, Outlet, Published, Language, Text string
		Bylines, Agencies                                                  []string
		From                                                               chancery.PublishedFrom
	}{a.ID, a.Ref, a.URL, a.Title, a.Standfirst, a.Outlet, a.Published, a.Language, a.Text, a.Bylines, a.Agencies, a.PublishedFrom})
	if err != nil {
		panic(err) // a bug: strings always marshal
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

// Met reports whether the article, as given, is in the record (Same), or was
// and is to stay out (Forgotten), so that it need not be understood.
func (s *Store) Met(ctx context.Context, a *chancery.Article) (o Outcome, met bool, err error) {
	var given []byte
	err = s.read.QueryRowContext(ctx, "SELECT given FROM article WHERE id = ?", a.ID).Scan(&given)
	if errors.Is(err, sql.ErrNoRows) {
		gone, err := s.forgotten(s.read.QueryRowContext(ctx, sqlLastWord, a.ID))
		return Forgotten, gone, err
	}
	return Same, err == nil && bytes.Equal(given, Given(a)), err
}

// forgotten reads the last word of the audit log on an article that is not in
// the record.
func (s *Store) forgotten(last *sql.Row) (bool, error) {
	var what string
	err := last.Scan(&what)
	if errors.Is(err, sql.ErrNoRows) || s.again {
		return false, nil
	}
	return what == "article.forget", err
}

// Add puts what was read of one article into the record, as AddAll does.
func (s *Store) Add(ctx context.Context, r *chancery.Record, run Run) (Outcome, error) {
	done, err := s.AddAll(ctx, []*chancery.Record{r}, run)
	if err != nil {
		return Same, err
	}
	return done[0], nil
}

// AddAll puts what was read of articles into the record, in their order. When
// it returns without error all of it is on disk; with one, nothing of it is there.
//
// One text that comes twice with different titles, dates or refs is kept
// once, with those that sort first, so that the order of arrival changes
// nothing. A record made by another run replaces nothing: recode does that.
// What was forgotten stays out, unless the record was opened with Again.
func (s *Store) AddAll(ctx context.Context, all []*chancery.Record, run Run) ([]Outcome, error) {
	if err := s.prepare(ctx); err != nil {
		return nil, err
	}
	adding := make([]*addition, len(all))
	for i, r := range all {
		var err error
		if adding[i], err = newAddition(r); err != nil {
			return nil, err
		}
	}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		var runN int64
		if err := s.on(ctx, tx, sqlRun).QueryRowContext(ctx, run.Code, run.Model, run.Lexicon).Scan(&runN); err != nil {
			return err
		}
		for _, x := range adding {
			if err := s.add(ctx, tx, x, run, runN); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]Outcome, len(all))
	for i, x := range adding {
		out[i] = x.outcome
		if x.number > 0 {
			if err := s.keepRecent(x.number, x.record, x.sum); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// addition is a record on its way into the store.
type addition struct {
	record           *chancery.Record
	raw, sum, packed []byte
	made             rows
	number           int64 // of the article when it was written, else 0
	outcome          Outcome
}

func newAddition(r *chancery.Record) (*addition, error) {
	raw, err := r.MarshalJSON()
	if err != nil {
		return nil, err
	}
	packed, err := pack(raw)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(raw)
	return &addition{record: r, raw: raw, sum: sum[:], packed: packed, made: rowsOf(r)}, nil
}

func (s *Store) add(ctx context.Context, tx *sql.Tx, x *addition, run Run, runN int64) error {
	a := x.record.Article
	var n, oldRun int64
	var oldSum, oldPacked []byte
	err := s.on(ctx, tx, sqlKnown).QueryRowContext(ctx, a.ID).Scan(&n, &oldSum, &oldRun, &oldPacked)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		gone, err := s.forgotten(s.on(ctx, tx, sqlLastWord).QueryRowContext(ctx, a.ID))
		if err != nil || gone {
			x.outcome = Forgotten
			return err
		}
		x.outcome = Added
	case err != nil:
		return err
	case oldRun != runN || bytes.Equal(oldSum, x.sum):
		return nil
	default:
		old, err := unpack(oldPacked)
		if err != nil || bytes.Compare(old, x.raw) <= 0 {
			return err
		}
		if err := s.drop(ctx, tx, n); err != nil {
			return err
		}
	}
	if x.outcome == Added {
		var versions int
		if err := s.on(ctx, tx, sqlDocument).QueryRowContext(ctx, Document(a)).Scan(&versions); err != nil {
			return err
		}
		if versions > 0 {
			x.outcome = Version
		}
	}
	if x.number, err = s.insert(ctx, tx, x.record, runN, x.sum, x.packed, x.made); err != nil {
		return err
	}
	if _, err := s.on(ctx, tx, sqlFresh).ExecContext(ctx, a.ID); err != nil {
		return err
	}
	return s.log(ctx, tx, "article.add", a.ID, map[string]string{"record": hex.EncodeToString(x.sum), "document": Document(a), "run": run.String()})
}

func (s *Store) insert(ctx context.Context, tx *sql.Tx, r *chancery.Record, run int64, sum, packed []byte, made rows) (n int64, err error) {
	a := r.Article
	if err := s.on(ctx, tx, sqlArticle).QueryRowContext(ctx, a.ID, Document(a), a.Ref, a.URL, a.Title, a.Outlet, a.Published, a.Language, a.Text,
		run, Given(a), sum, packed).Scan(&n); err != nil {
		return 0, err
	}
	for i, t := range tables {
		for todo := made[i]; len(todo) > 0; {
			take := 1
			if len(todo) >= many {
				take = many
			}
			var args []any
			for _, row := range todo[:take] {
				args = append(append(args, n), row...)
			}
			if _, err := s.on(ctx, tx, insert(t, take)).ExecContext(ctx, args...); err != nil {
				return 0, fmt.Errorf("table %s: %w", t.name, err)
			}
			todo = todo[take:]
		}
	}
	_, err = s.on(ctx, tx, sqlUnsettled).ExecContext(ctx, n)
	return n, err
}

// drop removes article n with all that was made from it; what it was part of
// must be settled again by the caller.
func (s *Store) drop(ctx context.Context, tx *sql.Tx, n int64) error {
	st := newStatements(tx)
	defer st.close()
	index := newIndexer(st)
	gone, err := numbers(ctx, st, "SELECT DISTINCT happening FROM happening_mention WHERE article = ?", n)
	if err != nil {
		return err
	}
	for _, h := range gone {
		if err := index.dropHappening(ctx, h); err != nil {
			return err
		}
	}
	if err := index.dropArticle(ctx, n); err != nil {
		return err
	}
	if err := index.flush(ctx); err != nil {
		return err
	}
	for _, q := range []string{
		// Articles that share a happening or a voice are settled anew.
		`INSERT INTO unsettled SELECT DISTINCT b.article FROM happening_mention a JOIN happening_mention b USING (happening) WHERE a.article = ?1 AND b.article <> ?1 ON CONFLICT DO NOTHING`,
		`INSERT INTO unsettled SELECT DISTINCT b.article FROM voice a JOIN voice b USING (first) WHERE a.article = ?1 AND b.article <> ?1 ON CONFLICT DO NOTHING`,
		`DELETE FROM happening WHERE n IN (SELECT happening FROM happening_mention WHERE article = ?)`,
		sqlDropRecord} {
		if err := st.exec(ctx, q, n); err != nil {
			return err
		}
	}
	return nil
}

// column reads a result of one column and closes it.
func column[T any](found *sql.Rows) (out []T, err error) {
	defer found.Close()
	for found.Next() {
		var v T
		if err := found.Scan(&v); err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, found.Err()
}

// packers are flate writers at rest; a new one takes more memory than a record.
var packers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil {
		panic(err) // a bug: the level is a constant
	}
	return w
}}

func pack(raw []byte) ([]byte, error) {
	var b bytes.Buffer
	w := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	if _, err := w.Write(raw); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}

// maxRecord bounds what one packed record may grow to.
const maxRecord = 1 << 30

func unpack(packed []byte) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxRecord+1))
	if err != nil {
		return nil, fmt.Errorf("the packed record is damaged: %w", err)
	}
	if len(raw) > maxRecord {
		return nil, errors.New("the packed record is damaged: it has no end")
	}
	return raw, nil
}

// load reads the record of an article back and proves its hash.
func load(packed, sum []byte) (*chancery.Record, error) {
	raw, err := unpack(packed)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(raw); !bytes.Equal(got[:], sum) {
		return nil, errors.New("the record is damaged: its hash is not the one it was stored with")
	}
	r := &chancery.Record{}
	if err := json.Unmarshal(raw, r); err != nil {
		return nil, err
	}
	return r, r.Check()
}
