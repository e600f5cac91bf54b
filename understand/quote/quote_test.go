package quote

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/lexicon"
	"github.com/chancery-project/chancery/understand/actor"
)

type kit struct {
	lang   *parse.Parser
	actors *actor.Finder
	quotes *Finder
}

// Made once for all tests: it takes longer than most of them.
var made = sync.OnceValues(func() (k kit, err error) {
	lex := lexicon.Embedded()
	if k.lang, err = parse.New(lex, parse.Fast); err != nil {
		return k, err
	}
	if k.actors, err = actor.New(lex); err != nil {
		return k, err
	}
	k.quotes, err = New(lex)
	return k, err
})

func setup(t testing.TB) kit {
	t.Helper()
	k, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func (k kit) find(text string) ([]chancery.Quote, *actor.Cast) {
	doc := k.lang.Document(sample.Article(text, "2021-03-23"))
	cast := k.actors.Find(doc)
	return k.quotes.Find(doc, cast), cast
}

func TestQuotes(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"cue after", "“We will go on with the talks,” Jen Psaki said.", "direct Jen Psaki: We will go on with the talks,"},
		{"cue before with a colon", "Jen Psaki said: “We will go on with the talks.”", "direct Jen Psaki: We will go on with the talks."},
		{"inverted", "“We will go on with the talks,” said Jen Psaki.", "direct Jen Psaki: We will go on with the talks,"},
		{"straight marks", "\"We will go on with the talks,\" Jen Psaki said.", "direct Jen Psaki: We will go on with the talks,"},
		{"doubled single marks", "``We will go on with the talks,'' Jen Psaki said.", "direct Jen Psaki: We will go on with the talks,"},
		{"guillemets", "«We will go on with the talks,» Jen Psaki said.", "direct Jen Psaki: We will go on with the talks,"},
		{"split by its cue", "“We will talk,” Jen Psaki said. “We will not wait for them.”", "direct Jen Psaki: We will talk, | We will not wait for them."},
		{"indirect with that", "Iraqi officials said that the talks would begin in April.", "indirect Iraqi officials: the talks would begin in April"},
		{"indirect without that", "Iraqi officials said the talks would begin in April.", "indirect Iraqi officials: the talks would begin in April"},
		{"who acts is not who says it", "Sergey Lavrov will visit North Korea on Wednesday, the Kremlin said.", "indirect Kremlin: Sergey Lavrov will visit North Korea on Wednesday"},
		{"nor whom he met", "Emmanuel Macron met Olaf Scholz in Berlin on Monday, a German government spokesman said.", "indirect German government spokesman: Emmanuel Macron met Olaf Scholz in Berlin on Monday"},
		{"source last", "The talks will begin in April, Iraqi officials said on Tuesday.", "indirect Iraqi officials: The talks will begin in April"},
		{"source last, inverted", "The talks will begin in April, said the Iraqi government.", "indirect Iraq: The talks will begin in April"},
		{"according to", "The talks will begin in April, according to Iraqi officials.", "indirect Iraqi officials: The talks will begin in April"},
		{"mixed", "Jen Psaki said that the talks were “a first step” for both sides.", "mixed Jen Psaki: the talks were “a first step” for both sides"},
		{"source in the middle", "The talks will begin in April, Iraqi officials said on Tuesday, but Iran will not attend.", "indirect Iraqi officials: The talks will begin in April"},
		{"source of a verb before", "Jen Psaki praised the envoy and said the talks would begin in April.", "indirect Jen Psaki: the talks would begin in April"},
		{"a few words quoted", "Jen Psaki called the ruling “judicial piracy” and left the room.", "mixed Jen Psaki: “judicial piracy”"},
		{"a few words quoted of an object", "Jen Psaki rejected the reasons as “gossip of the town” and left the room.", "mixed negative Jen Psaki: the reasons as “gossip of the town”"},
		{"a few words quoted, and whom they blame", "Jen Psaki criticised the envoy for “talking to the town” and left the room.", "mixed Jen Psaki: “talking to the town”"},
		{"denied doing", "The Iraqi government denied having a hand in it.", "indirect negative Iraq: having a hand in it"},
		{"a semicolon ends it", "Jen Psaki said the talks had failed; the envoys left the room.", "indirect Jen Psaki: the talks had failed"},
		{"a team is not who leads it", "The Iraqi team led by Jen Psaki said the talks had failed.", "indirect Iraqi team led by Jen Psaki: the talks had failed"},
		{"a clause that ends in quoted words", "The plan would be “looked at in good faith”, Jen Psaki said.", "mixed Jen Psaki: The plan would be “looked at in good faith”"},
		{"modal before quoted verb", "Jen Psaki said the talks would “help both sides”.", "mixed Jen Psaki: the talks would “help both sides”"},
		{"denial", "The Iraqi government denied that it had asked for talks.", "indirect negative Iraq: it had asked for talks"},
		{"one word before the cue", "“Hopefully,” Jen Psaki said, “we will go on with the talks.”", "direct Jen Psaki: Hopefully, | we will go on with the talks."},
		{"clause split around the cue", "The talks, Iraqi officials said on Tuesday, will begin in April.", "indirect Iraqi officials: The talks | will begin in April"},
		{"clause before and after its cue's frame", "If the talks fail, Iraqi officials said, the army will leave the city.", "indirect Iraqi officials: If the talks fail | the army will leave the city"},
		{"as X said", "As the French minister noted, nobody won the war.", "indirect French minister: nobody won the war"},
		{"reported speech ends at the past tense", "Jen Psaki said she would attend the talks and left the room.", "indirect Jen Psaki: she would attend the talks"},
		{"two cues of one subject", "Jen Psaki said that the talks had begun, adding that no date was set.", "indirect Jen Psaki: the talks had begun; indirect Jen Psaki: no date was set"},
		{"a threat to do a thing is a deed", "The Iraqi government threatened to close the border.", ""},
		{"a promise", "The Iraqi government promised to close the border.", "indirect Iraq: to close the border"},
		{"money promised is no speech", "The Iraqi government promised two billion dollars to close the border.", ""},
		{"found, in the passive, is not to say", "If Iraqi spies are found, “there will be arrests in every town”.", ""},
		{"call for", "The Iraqi government called for an end to the war.", "indirect Iraq: an end to the war"},
		{"noun cue", "The Iraqi government’s claim that the talks had failed angered nobody.", "indirect Iraq: the talks had failed"},
		{"silence", "Jen Psaki did not say whether the talks would go on.", ""},
		{"nothing of whether", "Jen Psaki has yet to say whether she would attend.", ""},
		{"one speaker's thought within speech", "China said it hoped that the talks would go on.", "indirect China: it hoped that the talks would go on"},
		{"passive of quoting", "Jen Psaki was quoted as saying that the talks had failed.", "indirect Jen Psaki: the talks had failed"},
		{"signed behind a dash", "“We will go on with the talks.” — Jen Psaki", "direct Jen Psaki: We will go on with the talks."},
		{"transcript", "Jen Psaki met the press.\n\nMS. PSAKI: We will go on with the talks.\n\nThey are of use.\n\nQUESTION: When will they begin?", "direct Jen Psaki: We will go on with the talks.; direct Jen Psaki: They are of use.; direct QUESTION: When will they begin?"},
		{"labels in small letters", "The two met.\n\nMaria Holt: When will they begin?\n\nJen Psaki: In April. (Laughter.)\n\nMaria Holt: Where?", "direct Maria Holt: When will they begin?; direct Jen Psaki: In April.; direct Maria Holt: Where?"},
		{"a turn after a stage direction", "The two met.\n\nMR. HOLT: (Via interpreter) Talks begin in April.\n\nMS. PSAKI: (In English.)\n\nMS. PSAKI: They do.", "direct HOLT: Talks begin in April.; direct Jen Psaki: They do."},
		{"speakers told apart by a number", "Two officials met the press.\n\nSENIOR OFFICIAL ONE: Talks begin in April.\n\nSENIOR OFFICIAL TWO: They do.", "direct Senior Official One: Talks begin in April.; direct Senior Official Two: They do."},
		{"what only points says nothing", "Jen Psaki met the press. This shows that the talks had failed.", ""},
		{"a meeting says nothing", "The meeting shows that the talks have failed.", ""},
		{"what is yet to be stressed", "Jen Psaki will travel to Rome to meet the envoys and to stress the need for talks.", ""},
		{"what will be stressed", "In Rome Jen Psaki will stress the need for talks.", ""},
		{"we are nobody", "We know that the talks had failed.", ""},
		{"goes on from the outer verb", "Jen Psaki said that the army attacked the town and called for talks on a truce.", "indirect Jen Psaki: the army attacked the town; indirect Jen Psaki: talks on a truce"},
		{"as, within a clause, tells when", "The envoys helped the women as they protested in the streets of the town.", ""},
		{"said within a turn", "Jen Psaki met the press.\n\nQUESTION: The Iraqi government said that the talks had failed. We said nothing.\n\nMS. PSAKI: They did.", "direct QUESTION: The Iraqi government said that the talks had failed. We said nothing.; indirect Iraq: the talks had failed; direct Jen Psaki: They did."},
		{"headline", "Jen Psaki: Talks will begin in April\n\nThe weather was fine.", "indirect Jen Psaki: Talks will begin in April"},
		{"passage of the sentence before", "France said it was “grateful to our partners”. Officials there expect a deal soon.", "mixed France: it was “grateful to our partners”"},
		{"a noun is no verb of saying", "The ruling by the court was short.", ""},
		{"nothing said", "Jen Psaki said in a statement on Tuesday.", ""},
		{"scare quotes", "The so-called “deal” fell apart in March.", ""},
		{"title of a work", "She has read “War and Peace” twice.", ""},
		{"a clause that the statement's noun holds", "Jen Psaki announced in a statement on Monday that the talks had failed.", "indirect Jen Psaki: the talks had failed"},
		{"between commas after a long subject", "The average weekly payment, Jen Psaki says, would be $300.", "indirect Jen Psaki: The average weekly payment | would be $300"},
		{"a statement is who made it", "A statement by the Iraqi government said that the talks had failed. The statement added that nobody was to blame.", "indirect Iraq: the talks had failed; indirect Iraq: nobody was to blame"},
		{"the statement of the sentence before", "The Iraqi government issued a statement on Monday. The statement said that the talks had failed.", "indirect Iraq: the talks had failed"},
		{"a statement with its maker before", "A White House statement said that the talks had failed.", "indirect White House: the talks had failed"},
		{"who speaks is not whose it is", "Jen Psaki’s office said that the talks had failed.", "indirect Jen Psaki's office: the talks had failed"},
		{"a place that speaks is a state", "Moscow, which brokered the truce, says the talks have failed.", "indirect Russia: the talks have failed"},
		{"to want is not to say", "The Iraqi government wants to close the border.", ""},
		{"over paragraphs that open again", "“We will go on with the talks,” Jen Psaki said. “They are of use to both sides.\n\n“They will go on in May.”\n\nNobody came.", "direct Jen Psaki: We will go on with the talks, | They are of use to both sides. | They will go on in May."},
		{"over paragraphs without marks", "Jen Psaki said, \"We will go on with the talks.\n\nThey are of use to both sides.\"\n\nNobody came.", "direct Jen Psaki: We will go on with the talks. | They are of use to both sides."},
		{"a colon without a verb of saying", "Jen Psaki defended the deal: “The talks were of use to both sides.”", "direct Jen Psaki: The talks were of use to both sides."},
		{"a paragraph that a colon announces", "Jen Psaki replied on Monday:\n\nThe talks were of use to both sides. They will go on.\n\nNobody came.", "direct Jen Psaki: The talks were of use to both sides. They will go on."},
		{"a list that a colon announces", "Jen Psaki named three towns:\n\nBasra\n\nMosul", ""},
		{"the paragraph's speaker", "Jen Psaki also said that the talks were of use. “They will go on in May with both of them.”", "indirect Jen Psaki: the talks were of use; direct Jen Psaki: They will go on in May with both of them."},
		{"runs on", "“We will go on with the talks,” Jen Psaki said.\n“They are of use to both of our countries.”",
			"direct Jen Psaki: We will go on with the talks,; direct Jen Psaki: They are of use to both of our countries."},
	} {
		t.Run(c.name, func(t *testing.T) {
			quotes, cast := k.find(c.text)
			var got []string
			for _, q := range quotes {
				s := string(q.Kind)
				if q.Polarity == chancery.Negative {
					s += " negative"
				}
				if a := cast.Actor(q.Speaker); a != nil {
					s += " " + a.Name
				}
				var parts []string
				for _, p := range q.Content {
					parts = append(parts, p.Text(c.text))
				}
				got = append(got, s+": "+strings.Join(parts, " | "))
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got  %q\nwant %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}

func TestChannelOfAQuote(t *testing.T) {
	k := setup(t)
	quotes, cast := k.find("The talks will begin in April, Iraqi officials told AP on Tuesday.")
	if len(quotes) != 1 || len(quotes[0].Via) != 1 || cast.Actor(quotes[0].Via[0]).Name != "AP" {
		t.Errorf("got %+v", quotes)
	}
}

func TestNewsOrganisationThatReportsWhatOthersHoldIsTheChannel(t *testing.T) {
	k := setup(t)
	for _, text := range []string{
		"“We will go on with the talks,” Jen Psaki said in an interview with AP.",
		"Iraqi officials expect the talks to begin in April, AP reported.",
	} {
		quotes, cast := k.find(text)
		if len(quotes) != 1 || len(quotes[0].Via) != 1 || cast.Actor(quotes[0].Via[0]).Name != "AP" {
			t.Errorf("%s: %+v", text, quotes)
		}
	}
}

// TestSourceIsTheWholePhrase proves that a source is its noun phrase with
// title, apposition and relative clause, without the marks around it.
func TestSourceIsTheWholePhrase(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ text, source, cue string }{
		{"“We will go on with the talks,” said Jen Psaki, the White House press secretary.", "Jen Psaki, the White House press secretary", "said"},
		{"A spokesman for the French army said that the talks had failed.", "A spokesman for the French army", "said"},
		{"The talks have failed, according to two officials in Paris.", "two officials in Paris", "according to"},
		{"The envoy, who said the talks had failed, went home.", "who", "said"},
	} {
		quotes, _ := k.find(c.text)
		if len(quotes) != 1 || quotes[0].Source == nil || quotes[0].Source.Text(c.text) != c.source || quotes[0].Cue.Text(c.text) != c.cue {
			t.Errorf("%s: %+v", c.text, quotes)
		}
	}
}

func TestTranslatedQuotesAreNotVerbatim(t *testing.T) {
	k := setup(t)
	text := "“We will go on with the talks,” Jen Psaki said."
	for _, translated := range []*chancery.Translated{nil, {By: "machine"}} {
		a := &chancery.Article{Text: text, Translated: translated, Paragraphs: []chancery.Paragraph{{Span: chancery.Span{End: len(text)}}}}
		doc := k.lang.Document(a)
		quotes := k.quotes.Find(doc, k.actors.Find(doc))
		if len(quotes) != 1 || quotes[0].Verbatim != (translated == nil) {
			t.Errorf("translated %v: %+v", translated != nil, quotes)
		}
	}
}

func TestFaultyRowsNameTheirLine(t *testing.T) {
	for file, row := range map[string]string{"cues": "say\tutter", "nouns": "claim\tutter", "marks": "“"} {
		lex := lexicon.Embedded().With("mine", fstest.MapFS{"quotes/" + file + ".txt": {Data: []byte("# mine\n" + row + "\n")}})
		if _, err := New(lex); err == nil || !strings.Contains(err.Error(), "mine/quotes/"+file+".txt:2") {
			t.Errorf("%s: got %v", file, err)
		}
	}
}

// TestManyMarksTakeLinearTime proves that open marks without an end do not
// make the finder look to the end of the text again and again.
func TestManyMarksTakeLinearTime(t *testing.T) {
	k := setup(t)
	for _, mark := range []string{"“", "‘", "\"", "''", "«", " ‘a"} {
		k.find(strings.Repeat(mark+"x ", 5000))
		k.find(strings.Repeat(mark+"x y z a b\n", 2000))
	}
}

func FuzzFind(f *testing.F) {
	k := setup(f)
	for _, s := range []string{"", "“a", "\"\"\"", "''a'' said b", "“We go,” he said. “We stay,” she said, adding that \"no", "according to", "He said: “Go.\n“Go on.”", "‘It’s the soldiers’ camp,’ he said.", "A B: c\n\n(d)\n\nQ: “e” — F", "He, said X, said “y” that z, said.", "“A.” — B\n“C.” -- D", "WE: \nHE: \nIT: ”", "X: “y” is z",
		"He said, \"We go on and on.\n\nThey go\" too.\n\nE", "“We go on and on.\n“They go.\nNo”", "He said:\n\nThey go. No.\n\nE", "He denied it: \"We go on and on.\"", "The talks, he says, are a x.", "Jane Doe: Go. (Laughter.)\n\nPeter Lang: No\n\nJane Doe: (A.)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		quotes, _ := k.find(s)
		last, marks := -1, []chancery.Span{}
		for i, q := range quotes {
			if q.Kind == chancery.Direct {
				for _, c := range q.Content {
					for _, m := range marks {
						if m.Overlaps(c) {
							t.Fatalf("quote %d: %v is quoted before as %v", i, c, m)
						}
					}
					marks = append(marks, c)
				}
			}
			if q.ID != fmt.Sprintf("q%d", i+1) || len(q.Content) == 0 || q.Content[0].Start < last {
				t.Fatalf("quote %d: %+v", i, q)
			}
			last = q.Content[0].Start
			end := 0
			for _, c := range q.Content {
				if c.Start < end || lang.Trim(s, c) != c {
					t.Fatalf("quote %d: contents out of order or with space around them: %+v", i, q.Content)
				}
				end = c.End
				if err := c.Check(s); err != nil || c.Empty() {
					t.Fatalf("%v %v", c, err)
				}
			}
			for _, c := range []*chancery.Span{q.Source, q.Cue} {
				if c != nil && (c.Check(s) != nil || c.Empty()) {
					t.Fatalf("%v", *c)
				}
			}
			for _, c := range q.Content {
				if q.Cue != nil && c.Overlaps(*q.Cue) {
					t.Fatalf("quote %d: the cue %v is part of what is said, %v", i, *q.Cue, q.Content)
				}
			}
		}
	})
}
