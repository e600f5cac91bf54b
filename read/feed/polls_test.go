package feed

import (
	"archive/tar"
	"bufio"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ulikunitz/xz"
)

const corpora = "../../../shared/corpora"

// The feed of the US State Department as it was polled 391 times in 2021 and
// 2022: every item is read whole, without a warning. The texts of the items
// were taken from the same feed by other hands; those are the check.
func TestStateDepartmentPolls(t *testing.T) {
	archive, err := os.Open(filepath.Join(corpora, "state_dept_feed_polls.tar.xz"))
	if err != nil {
		t.Skipf("the feed polls are not here: %v", err)
	}
	defer archive.Close()
	unpacked, err := xz.NewReader(bufio.NewReader(archive))
	if err != nil {
		t.Fatal(err)
	}
	known := knownTexts(t)
	r := reader(t)
	polls, items, compared, seen := 0, 0, 0, map[string]bool{}
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
		polls++
		for rep, err := range r.Read(string(doc), "") {
			items++
			switch {
			case err != nil:
				t.Errorf("%s: %v", h.Name, err)
				continue
			case seen[rep.Ref+rep.Body]:
				continue
			case rep.Title == "" || rep.Body == "" || rep.URL == "" || len(rep.Bylines) != 1:
				t.Errorf("%s: %s: title %q, url %q, bylines %q, %d bytes of text", h.Name, rep.Ref, rep.Title, rep.URL, rep.Bylines, len(rep.Body))
			case rep.Outlet != "United States Department of State":
				t.Errorf("%s: %s: outlet %q", h.Name, rep.Ref, rep.Outlet)
			}
			seen[rep.Ref+rep.Body] = true
			if _, err := time.Parse(time.RFC3339, rep.Published); err != nil {
				t.Errorf("%s: %s: published %q", h.Name, rep.Ref, rep.Published)
			}
			for _, w := range rep.Warnings {
				t.Errorf("%s: %s: warning %q on %q", h.Name, rep.Title, w, rep.Body)
			}
			texts, ok := known[rep.Ref]
			if !ok {
				continue
			}
			compared++
			if !texts[squeeze(rep.Body)] {
				t.Errorf("%s: %s: no known text of it is %.200q", h.Name, rep.Ref, rep.Body)
			}
		}
	}
	t.Logf("%d polls, %d items, %d different texts, %d compared", polls, items, len(seen), compared)
	if polls != 391 || items != 3910 {
		t.Errorf("%d polls and %d items, want 391 and 3910", polls, items)
	}
	if compared < 1900 {
		t.Errorf("only %d texts could be compared", compared)
	}
}

// knownTexts gives the texts of each item, without white space.
func knownTexts(t *testing.T) map[string]map[string]bool {
	known := map[string]map[string]bool{}
	for _, name := range []string{"state_dept_press.jsonl", "state_dept_press_revisions.jsonl"} {
		f, err := os.Open(filepath.Join(corpora, name))
		if err != nil {
			t.Skipf("the texts of the feed are not here: %v", err)
		}
		defer f.Close()
		for d := json.NewDecoder(f); ; {
			var row struct{ GUID, Text string }
			if err := d.Decode(&row); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			if known[row.GUID] == nil {
				known[row.GUID] = map[string]bool{}
			}
			known[row.GUID][squeeze(row.Text)] = true
		}
	}
	return known
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }
