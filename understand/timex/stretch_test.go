package timex

import (
	"strings"
	"testing"
)

// The two ends of a stretch are times of their own, and the first says which
// one ends it. Wednesday, 14 June 2023 is the day of publication.
func TestStretchesHaveTwoEnds(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"hyphen", "He visited Amman June 6-13.", "2023-06-06..2023-06-13"},
		{"en dash over two months", "Delegations will meet June 28–July 2.", "2023-06-28..2023-07-02"},
		{"dash with spaces and a year", "He will travel to India June 21 – July 1, 2023.", "2023-06-21..2023-07-01"},
		{"day first", "Envoys met on 6-13 June in Geneva.", "2023-06-06..2023-06-13"},
		{"from … through", "The armies held exercises from March 3 through 5.", "2023-03-03..2023-03-05"},
		{"from … to over two months", "She will travel to Baghdad from May 30 to June 2.", "2023-05-30..2023-06-02"},
		{"between … and", "The president will travel to Tokyo between 6 and 13 July.", "2023-07-06..2023-07-13"},
		{"the sixth", "The presidents met from the 6th to the 13th of June.", "2023-06-06..2023-06-13"},
		{"weekdays with their dates", "She will travel to Romania from Monday, June 19, to Friday, June 23, 2023.", "2023-06-19..2023-06-23"},
		{"weekdays", "The ministers will meet from Monday to Thursday.", "2023-06-19..2023-06-22"},
		{"weekdays that lie back", "Police clashed with marchers from Friday to Sunday.", "2023-06-09..2023-06-11"},
		{"over the turn of the year", "He stayed from December 28 to January 3.", "2022-12-28..2023-01-03"},
		{"two days", "Russia shelled Kherson on June 1 and 2.", "2023-06-01..2023-06-02"},
		{"two days with a stroke", "The minister will visit Rome on 18/19 July.", "2023-07-18..2023-07-19"},
		{"months of last year", "Attacks went on from June to August last year.", "2022-06..2022-08"},
		{"years", "Rebels attacked villages between 2019 and 2021.", "2019..2021"},
		{"days that do not follow each other", "Russia attacked on June 1 and 5.", ""},
		{"a date that was moved", "The summit was moved from July 3 to July 5.", ""},
		{"put off", "The talks, postponed from June 6 to June 20, will be held in Cairo.", ""},
		{"two sentences' worth", "He came on June 3 and left on June 5.", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			found := f.Find(document(la, c.text, "2023-06-14"))
			var got []string
			for i, x := range found {
				if x.Until == "" {
					continue
				}
				if i+1 == len(found) || found[i+1].ID != x.Until {
					t.Fatalf("%s ends with %s, which does not follow it", x.ID, x.Until)
				}
				got = append(got, x.Value+".."+found[i+1].Value)
			}
			if strings.Join(got, " ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, " "), c.want)
			}
		})
	}
}
