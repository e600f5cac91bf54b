package letters

import (
	"bytes"
	"compress/gzip"
	"slices"
	"strings"
	"testing"
)

// costs returns what the words of text cost in each language of the script
// called name.
func costs(t *testing.T, name, text string) map[string]int {
	t.Helper()
	m := Load()
	var sum Sum
	var script *Script
	for _, word := range strings.Fields(text) {
		var numbers []uint16
		for _, r := range word {
			s, n, _ := m.Letter(r)
			if s == nil || s.Name != name {
				t.Fatalf("%q is not a letter of %s", r, name)
			}
			script, numbers = s, append(numbers, n)
		}
		script.Word(&sum, numbers)
	}
	out := map[string]int{}
	for i, c := range sum.Costs(script) {
		out[script.Languages[i]] = c
	}
	return out
}

// TestSumsAddUp proves that costs kept in packed lanes neither overflow nor
// leak into each other: a thousand times a text costs a thousand times as much.
func TestSumsAddUp(t *testing.T) {
	const text = "þetta er ekki rétt xqzw häßlich źdźbło"
	once, often := costs(t, "Latn", text), costs(t, "Latn", strings.Repeat(text+" ", 1000))
	for lang, c := range once {
		if often[lang] != 1000*c {
			t.Errorf("%s: %d, not 1000 * %d", lang, often[lang], c)
		}
	}
}

func TestWordsAreCheapestInTheirLanguage(t *testing.T) {
	for _, c := range []struct{ script, language, text string }{
		{"Latn", "en", "the ministers agreed that they would meet again"},
		{"Latn", "pl", "ministrowie zgodzili się że spotkają się ponownie"},
		{"Cyrl", "uk", "міністри домовилися що зустрінуться знову"},
		{"Arab", "fa", "وزیران توافق کردند که دوباره دیدار کنند"},
	} {
		all := costs(t, c.script, c.text)
		for lang, cost := range all {
			if cost < all[c.language] {
				t.Errorf("%q costs %d in %s, %d in %s", c.text, all[c.language], c.language, cost, lang)
			}
		}
	}
}

func TestCapitalsHaveTheNumbersOfTheirSmallLetters(t *testing.T) {
	m := Load()
	for _, pair := range []string{"Aa", "Łł", "Жж", "Σσ", "Ơơ"} {
		r := []rune(pair)
		s1, n1, up1 := m.Letter(r[0])
		s2, n2, up2 := m.Letter(r[1])
		if s1 == nil || s1 != s2 || n1 != n2 || !up1 || up2 {
			t.Errorf("%s: %v %v, %v %v", pair, n1, up1, n2, up2)
		}
	}
	for _, r := range "1 .\u0301中\U0001F600" {
		if s, _, _ := m.Letter(r); s != nil {
			t.Errorf("%q is a letter of %s", r, s.Name)
		}
	}
}

func TestEastAsianCharacters(t *testing.T) {
	m := Load()
	var sum Sum
	for _, r := range "这个问题" {
		if !m.Character(&sum, r) {
			t.Fatalf("%q is not known", r)
		}
	}
	table := m.EastAsian()
	c := sum.Costs(table)
	if best := table.Languages[slices.Index(c, slices.Min(c))]; best != "zh-Hans" {
		t.Errorf("simplified Chinese is cheapest as %s: %v %v", best, table.Languages, c)
	}
	if m.Character(&sum, 'a') {
		t.Error("a is an East Asian character")
	}
}

// TestDamagedTables proves that a broken file is an error that says so.
func TestDamagedTables(t *testing.T) {
	zip := func(s string) []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write([]byte(s))
		_ = w.Close()
		return b.Bytes()
	}
	for _, raw := range [][]byte{nil, packed[:1000], zip("Latn\ten:0\n"), zip("Latn\ten\t1\t1\na"), zip("Latn\ten:0\tx\t1\na"),
		zip("Latn\ten:0\t1\t1\na"), zip("Latn\ten:0\t-9\t1\na"), zip("Latn\ten:0\t2\t1\na\x01\x02")} {
		if _, err := parse(raw); err == nil || !strings.Contains(err.Error(), "letters.gz") {
			t.Errorf("%.20q: %v", raw, err)
		}
	}
}
