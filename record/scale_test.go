package record

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/query"
	"github.com/chancery-project/chancery/read"
	"github.com/chancery-project/chancery/story"
)

// TestScale makes a record of many events by replaying real ones, with shifted
// dates, changed parties and varied words, and measures asking it. It runs
// where CHANCERY_SCALE names a folder (benchmarks/record/README.md):
//
//	base.jsonl  records as chancery read --format json prints them
//	scale.db    the record, made when it is not there
func TestScale(t *testing.T) {
	dir := os.Getenv("CHANCERY_SCALE")
	if dir == "" {
		t.Skip("CHANCERY_SCALE names no folder")
	}
	want := 1_000_000
	if n, err := strconv.Atoi(os.Getenv("CHANCERY_SCALE_EVENTS")); err == nil {
		want = n
	}
	ctx := context.Background()
	s, err := Open(ctx, filepath.Join(dir, "scale.db"), Options{Create: true, Who: "scale"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	fill(ctx, t, s, filepath.Join(dir, "base.jsonl"), want)

	var articles, events, happenings int
	if err := s.read.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM event), (SELECT count(*) FROM happening)").Scan(&articles, &events, &happenings); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(s.Path())
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d articles, %d events, %d happenings; %.1f GB, %.1f kB an article", articles, events, happenings, float64(info.Size())/1e9, float64(info.Size())/1e3/float64(articles))
	if os.Getenv("CHANCERY_SCALE_FILL") == "" {
		measure(ctx, t, s)
	}
}

// fill replays the base until the record has so many events.
func fill(ctx context.Context, t *testing.T, s *Store, base string, want int) {
	var events, articles int
	if err := s.read.QueryRowContext(ctx, "SELECT (SELECT count(*) FROM event), (SELECT count(*) FROM article)").Scan(&events, &articles); err != nil {
		t.Fatal(err)
	}
	if events < want {
		// Nothing that could be lost here is worth the wait for the disk.
		for _, q := range []string{"PRAGMA synchronous = OFF", "PRAGMA cache_size = -1500000", "PRAGMA wal_autocheckpoint = 100000"} {
			if _, err := s.write.ExecContext(ctx, q); err != nil {
				t.Fatal(err)
			}
		}
		file, err := os.Open(base)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		var all []*chancery.Record
		in := bufio.NewScanner(file)
		in.Buffer(nil, 64<<20)
		for in.Scan() {
			r := &chancery.Record{}
			if err := json.Unmarshal(in.Bytes(), r); err != nil {
				t.Fatal(err)
			}
			all = append(all, r)
		}
		for k := articles / len(all); events < want; {
			start, before := time.Now(), events
			refill(ctx, t, s, func(add func(all []*chancery.Record, k int) (int, error)) error {
				for range 20 { // one transaction writes each word and column once
					n, err := add(all, k)
					if err != nil {
						return err
					}
					k++
					if events += n; events >= want {
						break
					}
				}
				return nil
			})
			fmt.Fprintf(os.Stderr, "replay %d: %d events, %.0f a second\n", k, events, float64(events-before)/time.Since(start).Seconds())
		}
		err = s.tx(ctx, func(tx *sql.Tx) error { return keepSnapshot(ctx, tx) })
		if err == nil {
			_, err = s.write.ExecContext(ctx, "INSERT INTO happening_text (happening_text) VALUES ('optimize')")
		}
		if err == nil {
			_, err = s.write.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// refill adds replays with all that follows from them, each linked by itself:
// what is asked of a record of this size is the same, and it is made in minutes.
func refill(ctx context.Context, t *testing.T, s *Store, f func(add func(all []*chancery.Record, k int) (int, error)) error) {
	if err := s.prepare(ctx); err != nil {
		t.Fatal(err)
	}
	run := Run{"scale", "m", "l"}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		st, err := s.newSettler(ctx, tx)
		if err != nil {
			return err
		}
		defer st.close()
		var runN int64
		if err := s.on(ctx, tx, sqlRun).QueryRowContext(ctx, run.Code, run.Model, run.Lexicon).Scan(&runN); err != nil {
			return err
		}
		var ahead iter.Seq[replayedRecord]
		err = f(func(all []*chancery.Record, k int) (events int, err error) {
			var mentions []*story.Mention
			at := map[string]spot{}
			now := ahead
			if now == nil {
				now = replays(st.linker, all, k)
			}
			ahead = replays(st.linker, all, k+1) // while this one is written
			for x := range now {
				n, err := s.insert(ctx, tx, x.r, runN, x.sum, x.packed, x.made)
				if err != nil {
					return 0, err
				}
				if err := s.log(ctx, tx, "article.add", x.r.Article.ID, map[string]string{"record": hex.EncodeToString(x.sum), "document": Document(x.r.Article), "run": run.String()}); err != nil {
					return 0, err
				}
				x.known.n, st.articles[n] = n, x.known
				if err := st.enter(ctx, n); err != nil {
					return 0, err
				}
				delete(st.articles, n)
				if err := st.exec(ctx, "INSERT INTO voice (article, first) VALUES (?, ?)", n, x.r.Article.ID); err != nil {
					return 0, err
				}
				for _, m := range x.known.mentions {
					m.Article.Voice, at[m.ID] = x.r.Article.ID, spot{n, m.Event}
					mentions = append(mentions, m)
				}
				events += len(x.r.Events)
			}
			for _, h := range story.Link(mentions, st.decisions) {
				if err := st.insert(ctx, h, at); err != nil {
					return 0, err
				}
			}
			return events, nil
		})
		if err != nil {
			return err
		}
		if err := st.index.flush(ctx); err != nil {
			return err
		}
		return st.exec(ctx, "DELETE FROM unsettled")
	})
	if err != nil {
		t.Fatal(err)
	}
}

// replayedRecord is one that is ready to be written.
type replayedRecord struct {
	r           *chancery.Record
	sum, packed []byte
	made        rows
	known       *known
}

// replays readies replay k on all cores, in the order of the records.
func replays(l *story.Linker, all []*chancery.Record, k int) iter.Seq[replayedRecord] {
	ready := make([]chan replayedRecord, len(all))
	for i := range ready {
		ready[i] = make(chan replayedRecord, 1)
	}
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		go func() {
			for i := w; i < len(all); i += workers {
				x := replayedRecord{r: replay(all[i], k)}
				raw, err := x.r.MarshalJSON()
				if err == nil {
					x.packed, err = pack(raw)
				}
				if err != nil {
					panic(err) // a bug: what was read back prints
				}
				sum := sha256.Sum256(raw)
				x.sum, x.made, x.known = sum[:], rowsOf(x.r), knownFrom(l, 0, x.r, nil)
				ready[i] <- x
			}
		}()
	}
	return func(yield func(replayedRecord) bool) {
		for _, c := range ready {
			if !yield(<-c) {
				return
			}
		}
	}
}

// replayed are the countries among which replays move their parties.
var replayed = strings.Fields(`USA RUS CHN IRQ IRN ISR EGY SDN SSD ETH KEN UGA TZA RWA COD NGA GHA MLI NER TCD LBY TUN DZA MAR FRA DEU GBR ITA ESP POL
	UKR BLR TUR SYR LBN JOR SAU YEM OMN ARE QAT KWT PAK IND AFG BGD LKA MMR THA VNM KHM LAO PHL IDN MYS SGP JPN KOR PRK TWN MNG KAZ UZB TKM TJK KGZ AZE ARM
	GEO MDA ROU BGR GRC SRB HRV HUN SVK CZE AUT CHE NLD BEL SWE NOR FIN DNK CAN MEX GTM HND NIC COL VEN PER BOL CHL ARG BRA CUB HTI AUS NZL ZAF ZWE MOZ AGO`)

// replay tells a record again, k times three days later, of other countries
// and with other words. Its offsets stay.
func replay(r *chancery.Record, k int) *chancery.Record {
	x, article := *r, *r.Article
	x.Article = &article
	x.Actors, x.Places, x.Times, x.Events = slices.Clone(r.Actors), slices.Clone(r.Places), slices.Clone(r.Times), slices.Clone(r.Events)
	move := func(code string) string {
		if i := slices.Index(replayed, code); i >= 0 {
			return replayed[(i*(1+2*(k/len(replayed)))+k)%len(replayed)]
		}
		return code
	}
	later := func(day *string) {
		if d, err := time.Parse(time.DateOnly, (*day)[:min(len(*day), 10)]); err == nil {
			*day = d.AddDate(0, 0, 3*k).Format(time.DateOnly) + (*day)[10:]
		}
	}
	later(&article.Published)
	article.Outlet = fmt.Sprintf("%s %d", article.Outlet, k%40)
	article.URL = fmt.Sprintf("%s?replay=%d", article.URL, k)
	for i := range x.Actors {
		a := &x.Actors[i]
		to := move(a.Country)
		if to != a.Country {
			a.Code = strings.ReplaceAll(a.Code, a.Country, to)
			a.Name = to + " " + a.Name
			a.Country = to
		}
	}
	for i := range x.Places {
		x.Places[i].Country = move(x.Places[i].Country)
	}
	for i := range x.Times {
		later(&x.Times[i].Begin)
		later(&x.Times[i].Finish)
	}
	for i := range x.Events {
		if t := x.Events[i].Time; t != nil {
			own := *t
			later(&own.Begin)
			later(&own.Finish)
			later(&own.Value)
			x.Events[i].Time = &own
		}
	}
	// One word in three is another of the same length, so that replays are no copies.
	text := []byte(x.Article.Text)
	for i, n := 0, 0; i < len(text); i++ {
		if text[i] == ' ' {
			n++
		}
		if n%3 == 0 && i > 0 && i+1 < len(text) && isVowel(text[i]) && isLower(text[i-1]) && isLower(text[i+1]) {
			text[i] = "aeiou"[(uint32(k+1)*2654435761^uint32(n)*40503)>>7%5]
		}
	}
	article.Text = string(text)
	article.ID = read.Identify(article.Outlet, article.URL, article.Text)
	return &x
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// measure prints how long questions take: the median, the 95th percentile and
// the longest, each asked for many countries.
func measure(ctx context.Context, t *testing.T, s *Store) {
	took := map[string][]time.Duration{}
	var order []string
	time1 := func(name string, f func() error) {
		start := time.Now()
		if err := f(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if took[name] == nil {
			order = append(order, name)
		}
		took[name] = append(took[name], time.Since(start))
	}
	for i := range 60 {
		a, b := replayed[(i*7)%len(replayed)], replayed[(i*11+3)%len(replayed)]
		if a == b {
			continue
		}
		for _, q := range []string{
			"party:" + a, "actor:" + a + " type:CONSULT status:planned", "party:" + a + " party:" + b, "type:ASSAULT place:" + a + " after:2018-03",
			"on:2017-05 party:" + b, `party:` + a + ` "security council"`, `sanctions party:` + b, "type:SANCTION NOT status:denied on:2018-02", `said_by:"secretary of state" recipient:` + a,
		} {
			name := "find " + strings.ReplaceAll(strings.ReplaceAll(q, a, "A"), b, "B")
			time1(name, func() error {
				n, err := query.Parse(q)
				if err != nil {
					return err
				}
				_, _, err = s.Find(ctx, n, 50)
				return err
			})
		}
		time1("dossier A B", func() error { _, err := s.Dossier(ctx, []string{a, b}, "2020-01-01"); return err })
		time1("dossier A", func() error { _, err := s.Dossier(ctx, []string{a}, "2020-01-01"); return err })
	}
	var finds, dossiers []time.Duration
	for _, name := range order {
		d := took[name]
		if strings.HasPrefix(name, "find") {
			finds = append(finds, d...)
		} else {
			dossiers = append(dossiers, d...)
		}
		t.Logf("%-60s %s", name, spread(d))
	}
	t.Logf("%-60s %s", "all finds", spread(finds))
	t.Logf("%-60s %s", "all dossiers", spread(dossiers))
}

func spread(d []time.Duration) string {
	d = slices.Clone(d)
	sort.Slice(d, func(i, j int) bool { return d[i] < d[j] })
	at := func(share float64) time.Duration {
		return d[int(share*float64(len(d)-1))].Round(100 * time.Microsecond)
	}
	return fmt.Sprintf("median %v  p95 %v  max %v  n %d", at(0.5), at(0.95), at(1), len(d))
}
