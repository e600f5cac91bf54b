package actor

import (
	"strings"
	"testing"

	"github.com/chancery-project/chancery/lang/parse"
	"github.com/chancery-project/chancery/lexicon"
)

// TestChains proves which words of an invented report stand for one actor.
func TestChains(t *testing.T) {
	la, err := parse.New(lexicon.Embedded(), parse.Careful)
	if err != nil {
		t.Fatal(err)
	}
	_, f := setup(t)
	for _, c := range []struct{ name, text, actor, want string }{
		{"he, of a subject", "Peter Lang met Anna Holm. He left early.", "Peter Lang", "Peter Lang; He"},
		{"she, of an object", "Peter Lang met Anna Holm. She left early.", "Anna Holm", "Anna Holm; She"},
		{"the subject before the object", "Peter Lang called Robert Dunn on Monday. He asked for help.", "Peter Lang", "Peter Lang; He"},
		{"an object is not its own subject", "Peter Lang spoke. Robert Dunn thanked him.", "Peter Lang", "Peter Lang; him"},
		{"his, of the subject of its clause", "Peter Lang was late. Robert Dunn sold his house.", "Robert Dunn", "Robert Dunn; his"},
		{"he who adds it is none that it tells of", "Peter Lang called. The union will send an observer, he added. He slept.", "Peter Lang", "Peter Lang; he; He"},
		{"himself, of the subject of its verb", "Peter Lang said that Robert Dunn blamed himself.", "Robert Dunn", "Robert Dunn; himself"},
		{"a pronoun goes on", "Anna Holm arrived on Monday. She met nobody. She left on Tuesday. Her car was new.", "Anna Holm", "Anna Holm; She; She; Her"},
		{"a man is no she", "Anna Holm wrote to Peter Lang. Peter Lang answered. She was glad.", "Anna Holm", "Anna Holm; She"},
		{"gender by address", "Ms Tarrow met Mr Bellin. She smiled.", "Tarrow", "Ms Tarrow; She"},
		{"gender by address, the other", "Ms Tarrow met Mr Bellin. He smiled.", "Bellin", "Mr Bellin; He"},
		{"a quoted he is not who speaks", "Peter Lang praised Robert Dunn. \"He saved the talks,\" Peter Lang said.", "Robert Dunn", "Robert Dunn; He"},
		{"who is called by office later is not the subject", "Chadian President Peter Lang called Kenyan Foreign Minister Robert Dunn. Robert Dunn slept. He praised the foreign minister.", "Peter Lang", "Chadian President Peter Lang; He"},
		{"a quoted I is who speaks", "Anna Holm met Peter Lang. \"I told him so,\" Anna Holm said.", "Anna Holm", "Anna Holm; I; Anna Holm"},
		{"a quoted my is who speaks", "Peter Lang met Anna Holm. \"It is my duty,\" Peter Lang said.", "Peter Lang", "Peter Lang; my; Peter Lang"},
		{"I outside of marks is nobody", "Peter Lang met Anna Holm. I was there.", "Peter Lang", "Peter Lang"},
		{"you is nobody", "Peter Lang met Anna Holm. \"You were there,\" Anna Holm said.", "Peter Lang", "Peter Lang"},
		{"it, of an organisation", "The African Union sent a mission. It will stay for a year.", "African Union", "The African Union; It"},
		{"it is no person", "Peter Lang spoke to the African Union. It agreed.", "African Union", "the African Union; It"},
		{"its, of a government", "Norway protested. Its foreign minister flew home.", "Norway", "Norway; Its"},
		{"they, of a group", "Iraqi officials left. They gave no reason.", "Iraqi officials", "Iraqi officials; They"},
		{"they two are not one of them", "Peter Lang met Anna Holm. They talked.", "Peter Lang", "Peter Lang"},
		{"surname", "Anna Holm spoke. Holm left.", "Anna Holm", "Anna Holm; Holm"},
		{"address and surname", "Anna Holm spoke. Ms Holm left.", "Anna Holm", "Anna Holm; Ms Holm"},
		{"a surname that is a town", "Valentina Paris spoke in Rome. Paris said the talks were over.", "Valentina Paris", "Valentina Paris; Paris"},
		{"the town stays a town", "Paris asked for talks.", "France", "Paris"},
		{"title with its owner, then a comma and the name", "The ministry's spokesman, Ilya Tarkov, denied it. Tarkov left.", "Ilya Tarkov", "The ministry's spokesman; Ilya Tarkov; Tarkov"},
		{"title, country, name", "Norwegian Ambassador to the United States Hakon Lund spoke. Lund left.", "Hakon Lund", "Norwegian Ambassador to the United States; Hakon Lund; Lund"},
		{"name, then the title", "Hakon Lund, the Norwegian ambassador, spoke. He left.", "Hakon Lund", "Hakon Lund; the Norwegian ambassador; He"},
		{"the office goes on for its holder", "Norwegian Foreign Minister Ane Berg spoke. The foreign minister left.", "Ane Berg", "Norwegian Foreign Minister Ane Berg; The foreign minister"},
		{"a body goes on", "The Norwegian defence ministry denied it. The ministry said nothing more.", "Norwegian defence ministry", "The Norwegian defence ministry; The ministry"},
		{"a group goes on", "Iraqi soldiers fled. The soldiers left their tanks.", "Iraqi soldiers", "Iraqi soldiers; The soldiers; their"},
		{"a paragraph further on", "Anna Holm arrived on Monday.\n\nShe met nobody.", "Anna Holm", "Anna Holm; She"},
		{"who tells is the subject of the clause", "Anna Holm met Peter Lang, who said he would resign.", "Peter Lang", "Peter Lang; he"},
		{"who tells another is the subject of the clause", "Peter Lang met Robert Dunn. Robert Dunn told Peter Lang he would resign.", "Robert Dunn", "Robert Dunn; Robert Dunn; he"},
		{"a pronoun is nobody named in its clause", "Robert Dunn spoke first. Peter Lang asked for help. He called Peter Lang a friend.", "Robert Dunn", "Robert Dunn; He"},
		{"nor in what its subject says", "Peter Lang praised Robert Dunn. He said, \"Robert Dunn is a legend.\"", "Peter Lang", "Peter Lang; He"},
		{"but may be told of in a clause that describes another", "Peter Lang flew home. He met Anna Holm, who had helped Peter Lang.", "Peter Lang", "Peter Lang; He; Peter Lang"},
		{"kin have a gender", "Peter Lang lives with his mother. She is a nurse.", "mother", "his mother; She"},
		{"a woman has a gender", "Peter Lang met a woman. She asked for help.", "woman", "a woman; She"},
		{"a subject behind a comma is no apposition", "In a letter to Anna Holm, the minister asked for help.", "Anna Holm", "Anna Holm"},
		{"before the name", "Peter Lang left. In her speech, Anna Holm asked for help.", "Anna Holm", "her; Anna Holm"},
		{"before the name, in a clause", "When he arrived in Oslo, Peter Lang asked for help.", "Peter Lang", "he; Peter Lang"},
		{"a name with a title is its verb's subject", "Anna Holm met Robert Dunn. Norwegian striker Peter Lang was fined for his foul.", "Peter Lang", "Peter Lang; his"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got, names []string
			for _, a := range f.Find(document(la, c.text)).Actors() {
				names = append(names, a.Name)
				if a.Name != c.actor {
					continue
				}
				for _, m := range a.Mentions {
					got = append(got, m.Span.Text(c.text))
				}
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got  %q of %q\nwant %q", strings.Join(got, "; "), names, c.want)
			}
		})
	}
}
