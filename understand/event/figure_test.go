package event

import (
	"strings"
	"testing"
)

func TestFiguresByGrammar(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"two tolls of one deed", "The raid killed 12 people and wounded 30.", "killed equals 12 person; wounded equals 30 person"},
		{"dead after the number", "The explosion left 12 dead.", "killed equals 12 person"},
		{"deaths", "The ministry reported 12 deaths.", "killed equals 12 person"},
		{"death toll", "The bombing brought the death toll to 45.", "killed increased_to 45 person"},
		{"who died", "At least 14 miners died on Sunday.", "killed at_least 14 person"},
		{"a dozen", "Gunmen abducted a dozen villagers.", "detained equals 12 person"},
		{"held hostage", "Two Spanish nurses held hostage in Mali appealed for help.", "detained equals 2 person"},
		{"treated for injuries", "Seven firemen were treated for injuries.", "wounded equals 7 person"},
		{"number before of", "The rebels demanded the release of nine of their fighters.", "detained equals 9 person"},
		{"freed", "Yemen freed 40 prisoners.", "other equals 40 person"},
		{"nationality counts people", "Lebanon has taken in 900,000 Syrians.", "displaced equals 900000 person"},
		{"strong", "Norway promised a 600-strong battalion.", "troops equals 600 person"},
		{"ships of a fleet", "The exercise involves 18 ships and 40 aircraft.", "weapons equals 18 ship; weapons equals 40 aircraft"},
		{"things destroyed", "The rebels burned five schools.", "other equals 5 school"},
		{"percentage of a pledge", "Only 20 per cent of the pledge was paid.", "other equals 20 percent"},
		{"percentage of a price", "Share prices fell 3 per cent.", ""},
		{"among the dead", "Among the dead were three nurses.", "killed equals 3 person"},
		{"hurt, after another toll", "Five people died and ten were hurt in clashes.", "killed equals 5 person; wounded equals 10 person"},
		{"a make between", "Italy approved the delivery of 14 Leopard tanks.", "weapons equals 14 tank"},
		{"on top of others", "Spain sent a further 300 soldiers to Latvia.", "troops increased_by 300 person"},
		{"half a million", "The war displaced half a million people.", "displaced equals 500000 person"},
		{"nobody", "No one was injured.", ""},
		{"an age", "Omar Haddad, 52, was arrested in Cairo.", ""},
		{"known from before", "The two presidents met in Cairo.", ""},
		{"those who speak", "Two officials said that the talks had failed.", ""},
		{"bodies are not counted", "Six rounds were held in Geneva.", ""},
		{"told again with the", "Rockets wounded three Polish soldiers. The three wounded Poles were flown home.", "wounded equals 3 person"},
		{"hand over", "India asked Nepal to hand over two suspects.", "other equals 2 person"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k.wantFigures(t, c.text, c.want)
		})
	}
}

// wantFigures checks the figures of a text, written "measure relation value unit; …".
func (k *kit) wantFigures(t *testing.T, text, want string) {
	t.Helper()
	res, _ := k.find(text)
	var got []string
	for _, f := range res.Figures {
		got = append(got, string(f.Measure)+" "+string(f.Relation)+" "+trimFloat(f.Value)+" "+f.Unit)
	}
	if strings.Join(got, "; ") != want {
		t.Errorf("got %q, want %q", strings.Join(got, "; "), want)
	}
}
