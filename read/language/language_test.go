package language

import (
	"bufio"
	"encoding/json"
	"github.com/chancery-project/chancery/internal/race"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// news returns the reports of testdata/news.txt by language, in file order.
func news(t testing.TB) (languages []string, reports map[string]string) {
	t.Helper()
	raw, err := os.ReadFile("testdata/news.txt")
	if err != nil {
		t.Fatal(err)
	}
	reports = map[string]string{}
	language := ""
	for _, line := range strings.Split(string(raw), "\n") {
		if name, ok := strings.CutPrefix(line, "== "); ok {
			language, _, _ = strings.Cut(name, "-")
			if !slices.Contains(languages, language) {
				languages = append(languages, language)
			}
		} else if line != "" && line[0] != '#' {
			reports[language] += line + "\n"
		}
	}
	return languages, reports
}

// pieces cuts text into runs of n words, or of the same length in characters
// where words are not set apart.
func pieces(text, language string, n int) []string {
	words, joint := strings.Fields(text), " "
	if language == "zh" || language == "ja" || language == "th" {
		words, joint = strings.Split(strings.ReplaceAll(text, "\n", ""), ""), ""
		n *= map[string]int{"zh": 2, "ja": 2, "th": 4}[language]
	}
	var out []string
	for i := 0; i+n <= len(words); i += n {
		out = append(out, strings.Join(words[i:i+n], joint))
	}
	return out
}

// right tells whether a tag names the language: itself, or the macrolanguage
// that it is a part of.
func right(tag, language string) bool {
	return tag == language || tag != "" && tag == macrolanguage[language] || tag == "sh" && language == "hr"
}

// TestSentences measures short texts of 35 languages. A piece cut out of a
// report may well be a list of names; what is not known must not be guessed.
func TestSentences(t *testing.T) {
	languages, reports := news(t)
	if len(languages) < 25 {
		t.Fatalf("%d languages", len(languages))
	}
	for _, c := range []struct {
		words        int
		right, wrong float64 // floor and ceiling
	}{{20, 0.98, 0.005}, {10, 0.93, 0.01}, {6, 0.80, 0.02}} {
		all, good, undecided := 0, 0, 0
		for _, l := range languages {
			for _, piece := range pieces(reports[l], l, c.words) {
				all++
				switch g := Identify(piece); {
				case right(g.Tag, l):
					good++
				case g.Tag == "":
					undecided++
				default:
					t.Logf("%d words: %s taken for %s (%.2f): %s", c.words, l, g.Tag, g.Confidence, piece)
				}
			}
		}
		share, wrong := float64(good)/float64(all), float64(all-good-undecided)/float64(all)
		t.Logf("%2d words: %5d pieces, right %.2f%%, undecided %.2f%%, wrong %.2f%%", c.words, all, 100*share,
			100*float64(undecided)/float64(all), 100*wrong)
		if share < c.right || wrong > c.wrong {
			t.Errorf("%d words: right %.2f%%, wrong %.2f%%; want at least %.0f%%, at most %.1f%%", c.words, 100*share, 100*wrong,
				100*c.right, 100*c.wrong)
		}
	}
}

// TestReports proves that each whole report is known, and is in one language.
func TestReports(t *testing.T) {
	languages, reports := news(t)
	for _, l := range languages {
		if g := Identify(reports[l]); !right(g.Tag, l) || g.Confidence < 0.9 {
			t.Errorf("%s taken for %q with confidence %.3f", l, g.Tag, g.Confidence)
		}
	}
}

// TestIdentify proves what is decided and what is honestly not.
func TestIdentify(t *testing.T) {
	_, reports := news(t)
	for _, c := range []struct{ name, text, tag string }{
		{"nothing", "", ""},
		{"a number", "12,345.67", ""},
		{"one short word", "Talks", ""},
		{"a name alone", "Angela Merkel", ""},
		{"keyboard noise", "xkcd qwfp zxcv bnmt hjkl dfgh wrt sdfg zxcv pqrs", ""},
		{"stock symbols", "AAPL 32.1 MSFT 12.3 GOOG AMZN NVDA TSLA", ""},
		{"half English, half Russian", "The talks ended without any result. Переговоры завершились без результата вчера.", ""},
		{"half French, half German", reports["fr"] + reports["de"], ""},
		{"bad UTF-8", "The talks\xff\xfe ended on Monday \xc3without a result.", "en"},
		{"English with many Polish names", "Jarosław Kaczyński, Mateusz Morawiecki, Zbigniew Ziobro and Przemysław Czarnek met Szymon Hołownia and Władysław Kosiniak-Kamysz in Białystok on Tuesday, Rzeczpospolita said.", "en"},
		{"English with many Arabic names", "Abdel Fattah al-Burhan and Mohamed Hamdan Dagalo agreed with Salva Kiir Mayardit, Abiy Ahmed and Isaias Afwerki that the ceasefire in El Fasher and Omdurman should hold.", "en"},
		{"English with many Indonesian names", "Joko Widodo, Retno Marsudi, Prabowo Subianto and Luhut Binsar Pandjaitan will travel to Kuala Lumpur to meet Anwar Ibrahim and Zambry Abdul Kadir.", "en"},
		{"English with many Spanish names", "Andrés Manuel López Obrador and Alicia Bárcena met Xiomara Castro de Zelaya, Nayib Bukele and Bernardo Arévalo de León in San Pedro Sula on Monday, officials said.", "en"},
		{"English in capitals", "PRESIDENT TO MEET FOREIGN MINISTERS IN GENEVA AFTER THE CEASEFIRE COLLAPSES", "en"},
		{"English in title case", "Foreign Ministers Agree To Hold Further Talks On The Border Dispute", "en"},
		{"Spanish with English names", "El secretario de Estado Antony Blinken y Jake Sullivan viajarán a Washington para hablar con John Kerry sobre el clima.", "es"},
		{"Croatian", "Ministar je rekao novinarima da će vlada sljedeći tjedan razmotriti prijedlog zakona.", "sh"},
		{"Serbian", "Министар је рекао новинарима да ће влада следеће недеље размотрити предлог закона.", "sr"},
		{"Norwegian", "Utenriksministeren sier at regjeringen ikke kommer til å godta avtalen før den er lest av alle partene.", "nb"},
		{"Urdu", "وزیر خارجہ نے کہا کہ حکومت اگلے ہفتے مذاکرات میں حصہ لے گی اور اس کے بعد فیصلہ کیا جائے گا۔", "ur"},
		{"Pashto", "د بهرنیو چارو وزیر وویل چې حکومت به راتلونکې اونۍ په خبرو کې ګډون وکړي او بیا به پرېکړه وکړي.", "ps"},
		{"Hindi", "विदेश मंत्री ने कहा कि सरकार अगले सप्ताह वार्ता में भाग लेगी और उसके बाद निर्णय लिया जाएगा।", "hi"},
		{"Armenian", "Արտաքին գործերի նախարարը հայտարարեց, որ բանակցությունները կշարունակվեն հաջորդ շաբաթ։", "hy"},
		{"Georgian", "საგარეო საქმეთა მინისტრმა განაცხადა, რომ მოლაპარაკებები მომავალ კვირას გაგრძელდება.", "ka"},
		{"Amharic", "የውጭ ጉዳይ ሚኒስትሩ ድርድሩ በሚቀጥለው ሳምንት እንደሚቀጥል ተናግረዋል።", "am"},
		{"Japanese with few kana", "日本政府外務省報道官発表、東京にて日米首脳会談開催の予定。", "ja"},
		{"Chinese with an English name", "美国国务卿布林肯 (Antony Blinken) 周三抵达北京，与中国外交部长举行会谈。", "zh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := Identify(c.text)
			if g.Tag != c.tag {
				t.Errorf("got %q with confidence %.2f, want %q", g.Tag, g.Confidence, c.tag)
			}
			if (g.Tag == "") != (g.Confidence == 0) {
				t.Errorf("tag %q with confidence %v", g.Tag, g.Confidence)
			}
		})
	}
}

// TestStateDepartment proves that English reports full of names are English:
// the paragraphs of at least eight words of the press releases, of which all
// but a few are.
func TestStateDepartment(t *testing.T) {
	f, err := os.Open("../../../shared/corpora/state_dept_press.jsonl")
	if err != nil {
		t.Skip("the corpus of press releases is not here: ", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<26)
	all, english, undecided := 0, 0, 0
	for n := 0; lines.Scan(); n++ {
		if race.On && n%20 != 0 {
			continue
		}
		var release struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &release); err != nil {
			t.Fatal(err)
		}
		for _, p := range strings.Split(release.Text, "\n") {
			if len(strings.Fields(p)) < 8 {
				continue
			}
			all++
			switch g := Identify(p); g.Tag {
			case "en":
				english++
			case "":
				undecided++
			default:
				t.Logf("%s %.2f %.100s", g.Tag, g.Confidence, p)
			}
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	share := float64(english) / float64(all)
	t.Logf("%d paragraphs, %.2f%% English, %d undecided, %d in other languages", all, 100*share, undecided, all-english-undecided)
	if share < 0.995 {
		t.Errorf("%.2f%% English, want at least 99.5%%", 100*share)
	}
}

// FuzzIdentify proves that any text gets a well-formed answer, the same twice.
func FuzzIdentify(f *testing.F) {
	_, reports := news(f)
	for _, s := range []string{"", "a", "The talks ended.", "\xff\xfe", strings.Repeat("Ω", 3000), strings.Repeat("日本", 3000), reports["ar"],
		strings.Repeat("\u0301", 500), "ABC" + strings.Repeat("a", 9000), "İıſK"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g := Identify(text)
		if (g.Tag == "") != (g.Confidence == 0) || g.Confidence < 0 || g.Confidence > 1 || !utf8.ValidString(g.Tag) {
			t.Errorf("%q: %+v", text, g)
		}
		if again := Identify(text); again != g {
			t.Errorf("%q: %+v, then %+v", text, g, again)
		}
	})
}

func BenchmarkIdentify(b *testing.B) {
	_, reports := news(b)
	for name, text := range map[string]string{"paragraph": reports["en"][:500], "article": strings.Repeat(reports["en"], 6)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Identify(text)
			}
		})
	}
}
