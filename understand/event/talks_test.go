package event

import (
	"strings"
	"testing"
)

func TestTalksHaveNames(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"by its parties and kind", "The latest Kenya-Uganda border talks took place in Kisumu.", "Kenya-Uganda border talks"},
		{"by its kind", "Kenya and Uganda held a strategic dialogue in Kisumu.", "strategic dialogue"},
		{"by none", "Kenya and Uganda held talks in Kisumu.", ""},
		{"an ordinal is no name", "Kenya and Uganda held a second round of peace talks.", "peace talks"},
		{"rounds are events of one name", "Kenya and Uganda held a first round of peace talks. Kenya and Uganda then held a second round of peace talks.", "peace talks; peace talks"},
		{"one round told twice", "Kenya and Uganda held a first round of peace talks. The first round of peace talks between Kenya and Uganda ended.", "peace talks"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := k.find(c.text)
			var got []string
			for _, e := range r.Events {
				got = append(got, e.Name)
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestAgendas(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"a list after a verb", "Kenya and Uganda met on Monday to discuss trade, fishing rights and the return of refugees.", "trade; fishing rights; return of refugees"},
		{"in quotation marks", "Kenya and Uganda met on Monday. Kenya would discuss “ships, mines and insurance”, it said.", "ships; mines; insurance"},
		{"what it is an effort to do", "Kenya and Uganda met on Monday. They discussed efforts to curb violence and trade.", "efforts to curb violence; trade"},
		{"nothing that says what", "Kenya and Uganda met on Monday. They discussed a range of issues.", ""},
		{"a time ends it", "Kenya and Uganda met on Monday. They discussed trade in April.", "trade"},
		{"after a colon", "Kenya and Uganda will meet on Monday. The agenda has three items: trade, water and visas.", "trade; water; visas"},
		{"no topic", "Kenya and Uganda met on Monday. Kenya refused to discuss it.", ""},
		{"no meeting's verb", "Kenya and Uganda met on Monday. Kenya's parliament is under pressure to review the status of refugees.", ""},
		{"what an agreement covers", "Kenya and Uganda met on Monday. The Kisumu Declaration covers trade and water.", "trade; water"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := k.find(c.text)
			var got []string
			for _, a := range r.Agendas {
				for _, topic := range a.Topics {
					got = append(got, topic.Text)
				}
			}
			if strings.Join(got, "; ") != c.want {
				t.Errorf("got %q, want %q", strings.Join(got, "; "), c.want)
			}
		})
	}
}
