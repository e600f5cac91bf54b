package wording

import "testing"

func TestDay(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"day", "2021-04-07", "7 April 2021"},
		{"month", "2021-04", "April 2021"},
		{"year", "2021", "2021"},
		{"week", "2022-W25", "week of 20 June 2022"},
		{"first week of a year", "2021-W01", "week of 4 January 2021"},
		{"weekend over the turn of the year", "2020-W53-WE", "weekend of 2 January 2021"},
		{"part of a day", "2022-03-12TNI", "12 March 2022, night"},
		{"clock", "2022-03-12T21:40", "12 March 2022, 21:40"},
		{"time of a page", "2021-04-07T10:30:00Z", "7 April 2021, 10:30 UTC"},
		{"quarter", "2021-Q2", "second quarter of 2021"},
		{"half", "2021-H1", "first half of 2021"},
		{"season", "2021-SP", "spring 2021"},
		{"decade", "199", "1990s"},
		{"century", "18", "19th century"},
		{"this century", "20", "21st century"},
		{"before Christ", "BC0264", "264 BC"},
		{"every Monday", "XXXX-WXX-1", "Mondays"},
		{"every Friday morning", "XXXX-WXX-5TMO", "Friday mornings"},
		{"some day of a month", "1998-10-XX", "October 1998"},
		{"some week of a year", "1998-WXX", "1998"},
		{"months", "P18M", "18 months"},
		{"one year", "P1Y", "1 year"},
		{"a year and a half", "P1Y6M", "1 year 6 months"},
		{"hours", "PT2H", "2 hours"},
		{"half a day", "PT12H", "12 hours"},
		{"some decades", "PXDE", "some decades"},
		{"the past", "PAST_REF", "in the past"},
		{"now", "PRESENT_REF", "now"},
		{"stretch within a month", "2023-06-06/2023-06-13", "6–13 June 2023"},
		{"stretch over two months", "2023-05-30/2023-06-02", "30 May – 2 June 2023"},
		{"stretch over two years", "2022-12-28/2023-01-03", "28 December 2022 – 3 January 2023"},
		{"months of a year", "2022-06/2022-08", "June–August 2022"},
		{"months of two years", "2022-11/2023-02", "November 2022 – February 2023"},
		{"years", "2019/2021", "2019–2021"},
		{"what is no time", "XXXX", "XXXX"},
		{"nothing", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Day(c.in); got != c.want {
				t.Errorf("Day(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
}

func TestTime(t *testing.T) {
	for _, c := range []struct{ name, value, begin, finish, want string }{
		{"by its value", "2022-W25", "2022-06-20", "2022-06-26", "week of 20 June 2022"},
		{"a period by its days", "P18M", "2019-09-23", "2021-03-23", "23 September 2019 – 23 March 2021"},
		{"a period of no days", "P5Y", "", "", "5 years"},
		{"a past that ends today", "PAST_REF", "", "2021-03-23", "in the past"},
		{"only days", "", "2021-03-01", "2021-03-03", "1–3 March 2021"},
		{"a future that begins today", "FUTURE_REF", "2021-03-23", "", "in the future"},
		{"nothing", "", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Time(c.value, c.begin, c.finish); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
