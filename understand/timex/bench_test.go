package timex

import (
	"strings"
	"testing"
)

// A report of middling length, written for this benchmark.
const report = `Envoys from both governments met in Geneva on Tuesday for the first time since March 2019, officials said. The talks, which were due to end on Friday, had been postponed twice last year after shelling in the border district killed at least 14 people on Nov. 3.
The foreign minister said he expected a second round next month. "We have waited for more than ten years," he told reporters. "Two more weeks will not break us." A joint commission, set up in the spring of 2017, would meet every three months until the end of 2022.
In the third quarter of last year the two sides exchanged 212 prisoners. A ceasefire signed at 6:30 p.m. on June 12, 2020, held for five days. Over the past 18 months the mediators have counted 340 violations, most of them at night.
Residents of the valley said the road had been closed since early January. The aid convoy, the third in as many weeks, is to leave on Thursday morning and should reach the town by the weekend. Recently the army has allowed daily flights.`

// BenchmarkFind measures the times alone, on text that is cut and tagged: the
// target is 500 articles a second on one core.
func BenchmarkFind(b *testing.B) {
	la, f := setup(b)
	doc := document(la, strings.Repeat(report+"\n", 2), "2021-03-23")
	n := len(f.Find(doc))
	if n < 40 {
		b.Fatalf("%d times in the report", n)
	}
	b.ReportAllocs()
	for b.Loop() {
		f.Find(doc)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}
