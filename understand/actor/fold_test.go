package actor

import "testing"

func TestSpellingsMeet(t *testing.T) {
	_, f := setup(t)
	for _, c := range []struct {
		name, date, want string
	}{
		{"Mustapha Kazemi", "2021-05-05", "IRQ GOV"},
		{"Mustafa Kadhimi", "2021-05-05", "IRQ GOV"},
		{"Moustafa el-Kadhimy", "2021-05-05", "IRQ GOV"},
		{"Wladimir Putin", "2021-05-05", "RUS GOV"},
		{"Sergueï Lavrov", "2021-05-05", ""}, // French spells another way
		{"Abdul Fatah Sissi", "2021-05-05", "EGY GOV"},
		{"Kim Jong Un", "2021-05-05", "PRK GOV"},
		{"Volodimir Zelenskiy", "2021-05-05", "UKR GOV"},
		{"Ibrahim Raissi", "2022-05-05", "IRN GOV"},
		{"Hosein Amirabdollahian", "2022-05-05", "IRN GOV"},
		{"Emanuel Macron", "2022-05-05", ""}, // not a name from another script
	} {
		if _, code := f.Phrase(c.name, c.date); code != c.want {
			t.Errorf("%s: %q, want %q", c.name, code, c.want)
		}
	}
}

func TestSpellingsMeetInAnArticle(t *testing.T) {
	la, f := setup(t)
	a := f.Find(document(la, "Yousef Barghouthi spoke in Ramallah. Mr Barghuthi left. Prime Minister al-Kazemi stayed in Baghdad.")).Actors()
	if len(a) != 2 || len(a[0].Mentions) != 2 || a[1].Name != "Mustafa Al-Kadhimi" {
		t.Errorf("%+v", a)
	}
}

func TestUnlikeNamesDoNotMeet(t *testing.T) {
	_, f := setup(t)
	for _, c := range [][2]string{{"mesa", "massa"}, {"ali", "eli"}, {"karimov", "kerimova"}, {"ibrahim", "abraham"}} {
		if r := (&resolver{Cast: &Cast{finder: f}, folded: map[string][]string{}}); r.meet(c[0], c[1]) {
			t.Errorf("%s meets %s", c[0], c[1])
		}
	}
}

func TestFoldedNamesTellPeopleApart(t *testing.T) {
	_, f := setup(t)
	f.fold.once.Do(f.index)
	shared := 0
	for _, es := range f.fold.names {
		if len(es) > 1 {
			shared++
		}
	}
	if n := len(f.fold.names); n < 1000 || shared*20 > n {
		t.Errorf("%d of %d folded names are those of several people", shared, n)
	}
}
