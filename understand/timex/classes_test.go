package timex

import (
	"strings"
	"testing"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/internal/sample"
)

// told writes what Find finds as "words=value", parted by "; ".
func told(text string, times []chancery.Timex) string {
	var got []string
	for _, x := range times {
		s := x.Span.Text(text) + "=" + x.Value
		if x.Type == chancery.Duration && x.Begin != "" {
			s += " " + x.Begin + ".." + x.Finish
		}
		if x.Type == chancery.Set {
			s += " set"
		}
		got = append(got, s)
	}
	return strings.Join(got, "; ")
}

// Published on Tuesday, 23 March 2021, as a Wikinews report might be.
func TestClassesOfNews(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"weekday of a deed", "Rebels seized the port on Thursday.", "Thursday=2021-03-18"},
		{"weekday of a plan", "The court is due to rule on Thursday.", "Thursday=2021-03-25"},
		{"weekday until", "The curfew holds until Saturday.", "Saturday=2021-03-27"},
		{"weekday by, in the past perfect", "All had left by Saturday.", "Saturday=2021-03-20"},
		{"weekday that owns an act", "Aid groups said they would not forgive Sunday's attack.", "Sunday=2021-03-21"},
		{"weekday that owns an occasion", "Aid groups said they would skip Sunday's meeting.", "Sunday=2021-03-28"},
		{"weekday of a purpose", "The crowd marched to mark the fall of the wall on Saturday.", "Saturday=2021-03-20"},
		{"yesterday's weekday of a plan that fell through", "A rally planned for Monday was called off.", "Monday=2021-03-22"},
		{"day soon to come needs no verb", "The dividend goes to holders of record April 9.", "April 9=2021-04-09"},
		{"day just gone needs no verb", "Your Feb. 27 letter could not be answered.", "Feb. 27=2021-02-27"},
		{"day half a year off goes by its verb", "They could return on Sept. 14.", "Sept. 14=2021-09-14"},
		{"day half a year gone goes by its verb", "They returned on Sept. 14.", "Sept. 14=2020-09-14"},
		{"weekday fixes the year", "The editorial of Saturday, Sept. 12 was clear.", "Saturday, Sept. 12=2020-09-12"},
		{"month since", "It has been empty since November.", "November=2020-11"},
		{"month under will", "He will be in command of a mission in December.", "December=2021-12"},
		{"months that share a year", "It rained in March and April 2015.", "March=2015-03; April 2015=2015-04"},
		{"months across the new year", "The siege from November to January 2015 failed.", "November=2014-11; January 2015=2015-01"},
		{"quarter", "Net fell 3% in the third quarter.", "the third quarter=2020-Q3"},
		{"quarter as a modifier leaves its article", "It posted a fourth-quarter loss.", "fourth-quarter=2020-Q4"},
		{"a year earlier than the quarter", "In the third quarter it earned $2 million, up from $1 million a year earlier.", "the third quarter=2020-Q3; a year earlier=2019-Q3"},
		{"two comparisons hang on one quarter", "In the third quarter net rose from $1 million a year ago. Sales fell from $9 million a year earlier.", "the third quarter=2020-Q3; a year ago=2019-Q3; a year earlier=2019-Q3"},
		{"year-ago quarter without a frame", "It lost money in the year-ago quarter.", "the year-ago quarter=2019-Q4"},
		{"the latest quarter", "Sales rose in the latest quarter.", "the latest quarter=2020-Q4"},
		{"the year that ends", "Net for the year ended March 31 fell.", "the year=P1Y; March 31=2021-03-31"},
		{"the year", "It is the wettest month of the year.", "the year=2021"},
		{"half of a unit", "They waited 2 1/2 hours and walked for one and a half years.", "2 1/2 hours=PT2H30M; one and a half years=P1Y6M"},
		{"duration before a deed", "He resigned nearly two months after the vote failed.", "nearly two months=P2M"},
		{"duration of trading days", "It rose for eight straight days.", "eight straight days=P8D"},
		{"a hundred years", "It stood for almost a hundred years.", "almost a hundred years=P100Y"},
		{"over the past years", "Trade doubled over the past two years.", "the past two years=P2Y 2019-03-23..2021-03-23"},
		{"coming days", "More rain is expected in the coming days.", "the coming days=PXD 2021-03-23.."},
		{"old men and old truces", "The 62-year-old farmer praised the 8-month-old truce.", "8-month-old=P8M"},
		{"part of the day", "He died at noon on Monday.", "noon on Monday=2021-03-22T12:00"},
		{"at midday", "Polls open at midday.", "midday=2021-03-23T12:00"},
		{"weekend behind", "Two people were hurt over the weekend.", "the weekend=2021-W11-WE"},
		{"weekend ahead", "She will visit at the weekend.", "the weekend=2021-W12-WE"},
		{"every Friday", "They march every Friday.", "every Friday=XXXX-WXX-5 set"},
		{"rate", "The mine kills 300 people a year.", "a year=P1Y set"},
		{"vague past", "The army has recently withdrawn.", "recently=PAST_REF"},
		{"vague now", "He is currently in Oslo and now leads the party.", "currently=PRESENT_REF; now=PRESENT_REF"},
		{"now that", "Now that the bridge is open, trade grows.", "Now=PRESENT_REF"},
		{"in future", "In future, permits will be free. The future of the bridge is unclear.", "future=FUTURE_REF"},
		{"one day to come", "They will one day return.", "one day=FUTURE_REF"},
		{"since then", "The post closed in May 2018. Since then, nobody has crossed.", "May 2018=2018-05; then=2018-05"},
		{"year in words", "He fled in nineteen eighty-four, and the year two thousand found him here.", "nineteen eighty-four=1984; the year two thousand=2000"},
		{"names that are no times", "Jan Novak of Sun Microsystems told 60 Minutes.", ""},
		{"march that is no month", "Thousands joined the annual March for Peace.", "annual=P1Y set"},
		{"second that is no time", "It was a second betrayal.", ""},
		{"holiday", "He was found on Thanksgiving Day.", "Thanksgiving Day=2020-11-26"},
		{"holiday ahead", "Polls close before Easter Monday.", "Easter Monday=2021-04-05"},
		{"a treaty named for a day", "The Good Friday Agreement holds.", ""},
		{"half a century", "It is the worst in half a century.", "half a century=P50Y"},
		{"some weeks ago", "He left some weeks ago and she a couple days ago.", "some weeks ago=PAST_REF; a couple days ago=2021-03-21"},
		{"ages of children", "Doses went to 12 year-olds.", ""},
		{"the year ahead", "We wish you well in the year ahead.", "the year ahead=P1Y 2021-03-23..2022-03-23"},
		{"early decade", "It was built in the early 1980s.", "the early 1980s=198"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := told(c.text, f.Find(document(la, c.text, "2021-03-23"))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// The parse gives each time its own verb, where the words before it would
// give another's.
func TestDirectionOfTheGoverningVerb(t *testing.T) {
	p, f := setup(t)
	for _, c := range []struct{ name, text, want string }{
		{"will, over an adjective", "Schools in the city will remain closed Friday.", "Friday=2021-03-26"},
		{"a call for a deed", "The union called for a general strike on Friday.", "Friday=2021-03-26"},
		{"is to", "The minister, who was hurt in the blast, is to return on Friday.", "Friday=2021-03-26"},
		{"a relative clause within the future", "The general will honour the men who fell on Friday.", "Friday=2021-03-19"},
		{"a past verb after a wish", "The envoy, who hopes to return, arrived on Friday.", "Friday=2021-03-19"},
		{"a deed told of by someone who will", "The minister, who will resign, said on Friday that he was tired.", "Friday=2021-03-19"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := told(c.text, f.Find(p.Document(sample.Article(c.text, "2021-03-23")))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// History keeps its own dates, whenever it was written down.
func TestHistoryHangsOnItsOwnDates(t *testing.T) {
	la, f := setup(t)
	const lead = "The northern league had been formed in 1904 and renewed in 1907 and in 1909. In 1910 its king died. The war of the three valleys began in May 1911. "
	for _, c := range []struct{ name, text, want string }{
		{"month", "In August, the fort fell.", "August=1911-08"},
		{"day", "On 3 September the envoys met.", "3 September=1911-09-03"},
		{"the year turns", "By 12 November 1911 the pass was lost. In February, a truce was signed.", "12 November 1911=1911-11-12; February=1912-02"},
		{"the following day", "On 3 September 1911 the envoys met. The following day they parted.", "3 September 1911=1911-09-03; The following day=1911-09-04"},
		{"the next year", "The league won in 1912. The next year it split.", "1912=1912; The next year=1913"},
		{"that year", "The harvest of 1912 failed. Later that year the king fled.", "1912=1912; Later that year=1912"},
		{"the same month", "On 3 September 1911 the envoys met. The same month the mint closed.", "3 September 1911=1911-09-03; The same month=1911-09"},
		{"units later", "He landed on 28 May 1912. Two days later he marched, and three weeks later he won.", "28 May 1912=1912-05-28; Two days later=1912-05-30; three weeks later=1912-W25"},
		{"years later", "He landed in 1912. Five years later he was king.", "1912=1912; Five years later=1917"},
		{"a month earlier", "He landed on 28 May 1912. A month earlier his father had died.", "28 May 1912=1912-05-28; A month earlier=1912-04"},
		{"day of a coarser time", "In June 1912 he landed. That day the bells rang.", "June 1912=1912-06; That day=1912-06-XX"},
		{"weekday", "The fort fell on 9 August 1911. On Friday the garrison left.", "9 August 1911=1911-08-09; Friday=1911-08-11"},
		{"weekday of a coarser time", "The fort fell in August 1911. On Friday the garrison left. That evening it rained.", "August 1911=1911-08; Friday=XXXX-WXX-5; That evening=1911-08-XXTEV"},
		{"season", "In June 1912 he landed. By the winter he held the coast.", "June 1912=1912-06; the winter=1912-WI"},
		{"ordinal day", "On 3 September 1911 the envoys met. On the 24th they signed.", "3 September 1911=1911-09-03; the 24th=1911-09-24"},
		{"end of the year", "The siege of 1912 wore on. At the end of the year the town gave in.", "1912=1912; the end of the year=1912"},
		{"month of that year", "The king died on 25 December 1912. In June of that year he had been ill.", "25 December 1912=1912-12-25; June of that year=1912-06"},
		{"summer of that year", "The king died on 25 December 1912. In the summer of that year he had been ill.", "25 December 1912=1912-12-25; the summer of that year=1912-SU"},
		{"two days of a month", "On 22 and 23 May 1912 the gates were shut.", "22=1912-05-22; 23 May 1912=1912-05-23"},
		{"the next years", "The queen came home in May 1912. Over the next two years she built.", "May 1912=1912-05; the next two years=P2Y 1912-05-01..1914-05-01"},
		{"a few days later", "The king died on 25 December 1912. A few days later the mint closed.", "25 December 1912=1912-12-25; A few days=PXD"},
		{"night and dawn", "On the night of 5 June 1912 it rained. At dawn on 6 June the guns opened and by noon all was over.", "the night of 5 June 1912=1912-06-05TNI; dawn on 6 June=1912-06-06TMO; noon=1912-06-06T12:00"},
		{"from year to year", "The league of 1911–13 was the last.", "1911=1911; 13=1913"},
		{"century", "The walls are of the 14th century.", "the 14th century=13"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := lead + c.text
			n := len(f.Find(document(la, lead, "2014-06-02")))
			if got := told(text, f.Find(document(la, text, "2014-06-02"))[n:]); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestVagueTimesKnowOneSide(t *testing.T) {
	la, f := setup(t)
	for _, c := range []struct{ text, begin, finish string }{
		{"The army has recently withdrawn.", "", "2021-03-23"},
		{"It rained in recent weeks.", "", "2021-03-23"},
		{"The army will soon withdraw.", "2021-03-23", ""},
		{"The army is now in the town.", "", ""},
	} {
		x := f.Find(document(la, c.text, "2021-03-23"))
		if len(x) != 1 || x[0].Begin != c.begin || x[0].Finish != c.finish {
			t.Errorf("%q: %+v", c.text, x)
		}
	}
}

func TestYearsBeforeChrist(t *testing.T) {
	la, f := setup(t)
	const text = "The fleet sank in 249 BC. The following year the admiral was tried, and in 241 BC peace came. Rome burned in AD 64."
	const want = "249 BC=BC0249; The following year=BC0248; 241 BC=BC0241; AD 64=0064"
	if got := told(text, f.Find(document(la, text, ""))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestNewsOfOldYearsIsNoHistory(t *testing.T) {
	la, f := setup(t)
	const text = "The pact of 1994 failed, as did those of 2003 and 2011. On Monday the envoys met again, and they return on April 6. Last week a mine closed."
	const want = "1994=1994; 2003=2003; 2011=2011; Monday=2021-03-22; April 6=2021-04-06; Last week=2021-W11"
	if got := told(text, f.Find(document(la, text, "2021-03-23"))); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
