package watch_test

import (
	"archive/tar"
	"bufio"
	"context"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/wording"
	"github.com/ulikunitz/xz"
)

const corpora = "../../shared/corpora"

var (
	feedItem = regexp.MustCompile(`(?s)<item>.*?<link>(.*?)</link>.*?<content:encoded>(.*?)</content:encoded>.*?</item>`)
	markup   = regexp.MustCompile(`<[^>]*>`)
)

// The feed of the US State Department as it was polled 391 times, served by a
// local server one poll after the other: each of the 1,951 releases is in the
// record once, and the 34 whose text changed carry their versions; of these, 2
// changed in where their emphasis ends and in no word. The counts are taken
// from the bytes of the feed by other means.
func TestStateDepartmentIsWatched(t *testing.T) {
	if testing.Short() {
		t.Skip("391 polls take minutes")
	}
	polls, texts := statePolls(t)
	var current atomic.Value
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, current.Load().(string))
	}))
	defer srv.Close()
	w := watcher(t, filepath.Join(t.TempDir(), "r.db"), fetch.Options{AllowPrivate: true})
	added, versions := 0, 0
	for _, p := range polls {
		current.Store(p)
		tally := once(t, w, srv.URL+"/feed")
		added, versions = added+tally.Added, versions+tally.Versions
		if tally.Quarantined > 0 {
			t.Errorf("%+v", tally)
		}
	}
	changed, marked := 0, 0
	for link, all := range texts {
		editions, err := w.Ingest.Store.Versions(context.Background(), link)
		if err != nil {
			t.Error(err)
			continue
		}
		if len(all) == 1 {
			continue
		}
		changed++
		visible := map[string]bool{}
		for t := range all {
			visible[strings.ReplaceAll(strings.ReplaceAll(t, " ,", ","), " .", ".")] = true
		}
		if len(visible) == 1 {
			marked++
			continue
		}
		if len(editions) < len(all) {
			t.Errorf("%s has %d versions, want %d", link, len(editions), len(all))
			continue
		}
		for i := 1; i < len(editions); i++ {
			if len(wording.Compare(editions[i-1].Text, editions[i].Text)) == 0 {
				t.Errorf("%s: version %d does not differ", link, i+1)
			}
		}
	}
	t.Logf("%d polls: %d releases, %d of them with another text later; %d added, %d new versions (headlines too)", len(polls), len(texts), changed, added, versions)
	if len(polls) != 391 || added != 1951 || len(texts) != 1951 || changed != 34 || marked != 2 {
		t.Errorf("%d polls, %d added, %d links, %d changed, %d of them in markup alone: want 391, 1951, 1951, 34, 2", len(polls), added, len(texts), changed, marked)
	}
	r, err := w.Ingest.Store.Verify(context.Background(), nil)
	if err != nil || len(r.Faults) > 0 {
		t.Errorf("%v %v", r, err)
	}
}

// statePolls gives the polls in the order of time and the different texts of
// each link, markup and white space left out.
func statePolls(t *testing.T) (polls []string, texts map[string]map[string]bool) {
	archive, err := os.Open(filepath.Join(corpora, "state_dept_feed_polls.tar.xz"))
	if err != nil {
		t.Skipf("the feed polls are not here: %v", err)
	}
	defer archive.Close()
	unpacked, err := xz.NewReader(bufio.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]string{}
	var names []string
	for files := tar.NewReader(unpacked); ; {
		h, err := files.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if h.Typeflag != tar.TypeReg {
			continue
		}
		doc, err := io.ReadAll(files)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, path.Base(h.Name))
		byName[path.Base(h.Name)] = string(doc)
	}
	sort.Strings(names) // Unix times of ten digits
	texts = map[string]map[string]bool{}
	for _, n := range names {
		polls = append(polls, byName[n])
		for _, m := range feedItem.FindAllStringSubmatch(byName[n], -1) {
			link := strings.TrimSpace(m[1])
			if texts[link] == nil {
				texts[link] = map[string]bool{}
			}
			texts[link][strings.Join(strings.Fields(html.UnescapeString(markup.ReplaceAllString(m[2], " "))), " ")] = true
		}
	}
	return polls, texts
}
