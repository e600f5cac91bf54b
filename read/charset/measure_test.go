package charset

import (
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/chancery-project/chancery/internal/race"
	"golang.org/x/text/unicode/norm"
)

// sizes cuts the reports of a language into texts of the sizes that are
// measured.
func sizes(paragraphs []string, bytesPerLetter int) map[string][]string {
	all := strings.Join(paragraphs, "\n\n")
	cuts := map[string][]string{"1 KB": {all}, "page": {all}, "5 KB": {longText(paragraphs)}}
	if race.On { // ten times slower, and nothing here runs at once
		cuts["1 KB"], cuts["5 KB"], cuts["page"], paragraphs = nil, nil, nil, paragraphs[:1]
	}
	for _, p := range paragraphs {
		r := []rune(p)
		cuts["200 B"] = append(cuts["200 B"], string(r[:min(len(r), 200/bytesPerLetter)]))
	}
	return cuts
}

// longText is the sentences of the paragraphs over again in changing order.
func longText(paragraphs []string) string {
	var sentences []string
	for _, p := range paragraphs {
		sentences = append(sentences, strings.SplitAfter(p, ". ")...)
	}
	var out strings.Builder
	for i := 0; out.Len() < 5000; i++ {
		out.WriteString(strings.TrimSpace(sentences[(i*7+i/len(sentences))%len(sentences)]))
		out.WriteString(map[bool]string{true: "\n\n", false: " "}[i%4 == 3])
	}
	return out.String()
}

// page puts text into a web page with more ASCII than text.
func page(text, declared string) string {
	meta := ""
	if declared != "" {
		meta = `<meta http-equiv="Content-Type" content="text/html; charset=` + declared + `">`
	}
	nav := strings.Repeat(`<li class="menu-item"><a href="/section/politics?page=2&amp;sort=date">Menu</a></li>`+"\n", 40)
	return "<!DOCTYPE html>\n<html><head><script>var site = {\"charset\": \"none\"};</script>" + meta +
		"<title>News</title><style>p { margin: 0 }</style></head>\n<body><ul>" + nav + "</ul><article>\n<p>" +
		strings.ReplaceAll(text, "\n\n", "</p>\n<p>") + "</p></article><footer>&copy; 2026&nbsp;News</footer></body></html>\n"
}

// tally counts right answers, and wrong ones with and without a warning.
type tally struct{ all, right, warned, silent, alarms int }

func (t *tally) add(d Decoded, want string) bool {
	t.all++
	right := comparable(d.Text) == comparable(want)
	switch {
	case right:
		t.right++
		if d.Warning != "" {
			t.alarms++
		}
	case d.Warning != "":
		t.warned++
	default:
		t.silent++
	}
	return right
}

// comparable is text with one spelling for what has two: letters and their
// accents together or apart, Romanian s and t with comma or cedilla.
func comparable(text string) string {
	return strings.NewReplacer("ş", "ș", "ţ", "ț", "Ş", "Ș", "Ţ", "Ț").Replace(norm.NFC.String(text))
}

func (t *tally) merge(o tally) {
	t.all += o.all
	t.right += o.right
	t.warned += o.warned
	t.silent += o.silent
	t.alarms += o.alarms
}

func (t tally) share() float64 { return float64(t.right) / float64(max(1, t.all)) }

// TestDeclaredRightWrongAndNot measures every encoding of the suite with native
// text, declared right, wrong and not at all. Two encodings that make the same
// text of the bytes are both right.
func TestDeclaredRightWrongAndNot(t *testing.T) {
	reports := news(t)
	total := map[string]*tally{"right": {}, "wrong": {}, "none": {}}
	bySize := map[string]*tally{"200 B": {}, "1 KB": {}, "5 KB": {}, "page": {}}
	t.Logf("%-15s %5s  %8s %8s %8s   wrong answers without a warning", "encoding", "texts", "right", "wrong", "none")
	for _, e := range suite {
		rows := map[string]*tally{"right": {}, "wrong": {}, "none": {}}
		var missed []string
		for _, lang := range strings.Fields(e.languages) {
			width := 1
			if strings.HasPrefix(lang, "zh") || lang == "ja" || lang == "ko" {
				width = 2
			}
			cuts := sizes(reports[lang], width)
			for _, size := range []string{"200 B", "1 KB", "5 KB", "page"} {
				for _, text := range cuts[size] {
					declare := map[string][]string{"right": {e.label}, "wrong": strings.Fields(e.wrong), "none": {""}}
					for _, kind := range []string{"right", "wrong", "none"} {
						for _, label := range declare[kind] {
							d, want := decoded(t, text, size == "page", e.label, label)
							bySize[size].add(d, want)
							if !rows[kind].add(d, want) {
								missed = append(missed, fmt.Sprintf("%s/%s declared %q read as %s (%s)", lang, size, label, d.Encoding, d.Warning))
							}
						}
					}
				}
			}
		}
		t.Logf("%-15s %5d  %7.1f%% %7.1f%% %7.1f%%   %d", e.label, rows["none"].all, 100*rows["right"].share(),
			100*rows["wrong"].share(), 100*rows["none"].share(), rows["right"].silent+rows["wrong"].silent+rows["none"].silent)
		sort.Strings(missed)
		for _, m := range missed {
			t.Logf("    missed: %s", m)
		}
		for kind, r := range rows {
			total[kind].merge(*r)
		}
	}
	for _, size := range []string{"200 B", "1 KB", "5 KB", "page"} {
		t.Logf("%-6s %.2f%% of %d right", size, 100*bySize[size].share(), bySize[size].all)
	}
	floors := map[string]float64{"right": 0.99, "wrong": 0.95, "none": 0.95}
	for _, kind := range []string{"right", "wrong", "none"} {
		r := total[kind]
		t.Logf("declared %-5s: %.2f%% of %d right; wrong with a warning %d, without %d; right with a warning %d",
			kind, 100*r.share(), r.all, r.warned, r.silent, r.alarms)
		if r.share() < floors[kind] {
			t.Errorf("declared %s: %.2f%% right, want at least %.0f%%", kind, 100*r.share(), 100*floors[kind])
		}
		if 200*r.silent > r.all {
			t.Errorf("declared %s: %d of %d are wrong without a warning, want at most 0.5%%", kind, r.silent, r.all)
		}
	}
}

// decoded writes text in the suite's encoding, declares it as label and reads it
// back; want is the text that was written.
func decoded(t *testing.T, text string, markup bool, encodedAs, label string) (d Decoded, want string) {
	t.Helper()
	hint := Hint{Markup: markup}
	if markup {
		text = page(text, label)
	} else if label != "" {
		hint.ContentType = "text/plain; charset=" + label
	}
	for _, e := range suite {
		if e.label != encodedAs {
			continue
		}
		b, written, err := encode(text, e.label, e.enc)
		if err != nil {
			t.Fatalf("%s: test text cannot be written: %v: %.80q", e.label, err, text)
		}
		if d, err = Decode(b, hint); err != nil {
			t.Fatal(err)
		}
		want = written
	}
	if encodedAs == "iso-2022-kr" {
		want = "\n" + want
	}
	return d, want
}
