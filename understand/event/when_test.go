package event

import "testing"

// The reports of these tests are of Tuesday, 2021-03-23.
func TestTimeHangsByGrammar(t *testing.T) {
	k := setup(t)
	for _, c := range []struct{ name, text, trigger, want string }{
		{"of the verb", "Kenya condemned Uganda on Monday.", "condemned", "2021-03-22"},
		{"a leading adverbial over two verbs", "On Monday police arrested nine marchers and deported three of them.", "deported", "2021-03-22"},
		{"not back over a conjunct", "Kenya recalled its envoy and expelled two Ugandan diplomats on Monday.", "expelled", "2021-03-22"},
		{"of the noun", "Kenya rejected Uganda's request of last month.", "rejected", ""},
		{"not that of a relative clause", "Kenya, which invaded Uganda in 2014, condemned the vote.", "invaded", "2014"},
		{"nor of it for the main clause", "A week has passed. Kenya, which invaded Uganda in 2014, has condemned the vote.", "condemned", ""},
		{"after a rally, not a rally later", "Police arrested nine marchers on Monday after a rally.", "arrested", "2021-03-22"},
		{"reckoned from what is not known", "Kenya invaded Uganda a year after the vote.", "invaded", ""},
		{"counted from a deed that has its day", "Kenya reopened the road on Sunday, two days after rebels killed ten farmers.", "killed", "2021-03-19"},
		{"a date before a bare subject", "On 3 March rockets fired at the base killed ten Kenyan soldiers.", "killed", "2021-03-03"},
		{"of what reports a plan", "Kenya said on Monday that it would send troops to Uganda.", "send", ""},
		{"of an offer", "Kenya offered on Monday to send 200 soldiers to Uganda.", "send", ""},
		{"of the asking", "Kenya asked Uganda on Monday to withdraw its troops.", "asked", "2021-03-22"},
		{"an infinitive that lies back", "Kenya refused to receive Uganda's envoy on Monday.", "refused", "2021-03-22"},
		{"narrative", "On Monday gunmen seized the radio station in Mombasa. Soldiers stormed the building and arrested ten rebels.", "arrested", "2021-03-22"},
		{"background history keeps its own", "Kenya condemned Uganda on Monday. In May 2014, rebels seized Mombasa. Soldiers killed ten rebels.", "killed", "2014-05"},
		{"a clause of when", "Ten rebels died when soldiers stormed the camp on Monday.", "stormed", "2021-03-22"},
		{"a saying is of no day but its own", "Gunmen seized Mombasa on Sunday.\nSoldiers retook it.\nThe army buried two men.\nIt rained.\nUganda condemned the gunmen.", "condemned", ""},
		{"later in the day", "On Sunday gunmen seized Mombasa.\nLater in the day Uganda condemned the gunmen.", "condemned", "2021-03-21"},
		{"both ends of a stretch", "Kenyan and Ugandan ministers met in Arusha from March 3 to 5.", "met", "2021-03-03/2021-03-05"},
		{"a stretch that lies ahead", "Kenya's president will visit Uganda April 6-13.", "visit", "2021-04-06/2021-04-13"},
		{"a stretch over two months", "Kenya's president will visit Uganda between 30 March and 2 April.", "visit", "2021-03-30/2021-04-02"},
		{"a stretch under way", "Kenya's president is visiting Uganda from March 21 to 25.", "visiting", "2021-03-21/2021-03-25"},
		{"the first person's present", "\"We condemn Uganda for the raid,\" Kenyan President William Ruto said.", "condemn", "2021-03-23"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, _ := k.find(c.text)
			for _, e := range r.Events {
				if e.Trigger.Text(c.text) != c.trigger {
					continue
				}
				got := ""
				if e.Time != nil {
					got = e.Time.Value
				}
				if got != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
				return
			}
			t.Errorf("no event of %q among %+v", c.trigger, r.Events)
		})
	}
}
