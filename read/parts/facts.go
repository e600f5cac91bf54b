package parts

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read/date"
)

// longestDateline bounds the words before the dash of a dateline, in bytes.
const longestDateline = 90

// datelineEnd returns where the dateline at the start of a paragraph ends,
// after its dash: "BAGHDAD (AP) — ", "GENEVA, 4 June (Reuters) -", "Lomé – ";
// 0 for none.
func (r *reading) datelineEnd(text string) int {
	first, _ := utf8.DecodeRuneInString(text)
	if !unicode.IsUpper(first) {
		return 0
	}
	for _, dash := range [...]string{" — ", "— ", " – ", " -- ", "-- ", " - ", " ― ", "\u00a0— ", "\u00a0– ", ": ", ". "} {
		k := strings.Index(text[:min(len(text), longestDateline+len(dash))], dash)
		if k <= 0 {
			continue
		}
		if r.isDateline(text[:k], strings.TrimSpace(dash)) {
			return k + len(strings.TrimRight(dash, " "))
		}
	}
	return 0
}

func (r *reading) isDateline(s, mark string) bool {
	place, rest := s, ""
	if k := strings.IndexByte(s, '('); k > 0 {
		if !strings.HasSuffix(strings.TrimSpace(s), ")") {
			return false
		}
		place, rest = strings.TrimSpace(s[:k]), s[k+1:]
		rest = strings.TrimSuffix(strings.TrimSpace(rest), ")")
	}
	city, more, comma := strings.Cut(place, ",")
	words := strings.Fields(strings.NewReplacer("/", " ", "-", " ").Replace(city))
	if len(words) == 0 || len(words) > 5 {
		return false
	}
	upper := true
	for _, w := range words {
		c, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(c) && len(w) > 3 {
			return false
		}
		upper = upper && strings.ToUpper(w) == w
	}
	dated := comma && r.dateIn(more) != ""
	for _, w := range strings.Fields(more) { // a country, a region, a date
		c, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(c) && !unicode.IsDigit(c) && !dated {
			return false
		}
	}
	credited := rest != "" && (len(r.agenciesIn(rest)) > 0 || len(rest) < 40)
	switch mark {
	case ".", ":":
		return upper && (dated || credited)
	case "-", "--":
		return upper && len(city) > 2 || credited || dated
	}
	return upper && len(city) > 2 || credited || dated || len(words) <= 2 && !comma
}

// dateIn returns the day that s gives, as an RFC 3339 date or without a year
// as "--MM-DD"; "" for none.
func (r *reading) dateIn(s string) string {
	fields := strings.FieldsFunc(s, func(c rune) bool { return unicode.IsSpace(c) || c == ',' || c == '(' || c == ')' || c == '|' })
	for n := min(4, len(fields)); n >= 2; n-- {
		for i := 0; i+n <= len(fields); i++ {
			try := strings.Join(fields[i:i+n], " ")
			if !strings.ContainsAny(try, "0123456789") {
				continue
			}
			if d, err := r.dates.Parse(try, date.Unknown); err == nil {
				return d
			}
			if n == 2 {
				if d, err := r.dates.Parse(try+" 2000", date.Unknown); err == nil {
					return "--" + d[5:10]
				}
			}
		}
	}
	for _, f := range fields {
		if len(f) >= 8 && f[0] >= '0' && f[0] <= '9' {
			if d, err := r.dates.Parse(f, date.Unknown); err == nil {
				return d
			}
		}
	}
	return ""
}

// onlyDate reports whether a line is a date and little else.
func (r *reading) onlyDate(s string) bool {
	if len(s) > 60 || len(strings.Fields(s)) > 7 || !strings.ContainsAny(s, "0123456789") {
		return false
	}
	d := r.dateIn(s)
	return d != "" && !strings.HasPrefix(d, "--") && !sentenceLike(s)
}

// facts reads title, standfirst, bylines and agencies off the parts.
func (r *reading) facts() {
	a := r.a
	own := len(a.Bylines) == 0
	for _, p := range a.Parts {
		text := strings.Join(strings.Fields(p.Span.Text(a.Text)), " ")
		switch p.Kind {
		case chancery.Headline:
			if a.Title == "" {
				a.Title = text
			}
		case chancery.Standfirst:
			if a.Standfirst == "" {
				a.Standfirst = text
			}
		case chancery.Byline:
			if own {
				a.Bylines = append(a.Bylines, names(text)...)
			}
			r.credit(text)
		case chancery.Dateline, chancery.Credit:
			r.credit(text)
		}
	}
	for _, b := range a.Bylines {
		r.credit(b)
	}
}

func (r *reading) credit(text string) {
	for _, s := range r.agenciesIn(text) {
		r.a.Agencies = add(r.a.Agencies, s)
	}
}

// names lists the authors of "By Jane Doe in Oslo and John Roe in Quito".
func names(text string) []string {
	if len(text) > 3 && strings.EqualFold(text[:3], "by ") {
		text = text[3:]
	}
	if k := strings.IndexByte(text, '|'); k > 0 {
		text = text[:k]
	}
	var out []string
	for _, part := range strings.Split(text, " and ") {
		if k := strings.Index(part, " in "); k > 0 {
			part = part[:k]
		}
		name, _, _ := strings.Cut(part, ",")
		if name = strings.TrimSpace(name); name != "" && len(strings.Fields(name)) <= 5 {
			out = append(out, name)
		}
	}
	return out
}

// published finds the day of publication in the text: in a dateline with a
// year, in a line that is a date, or as the latest full date that a caption,
// a dateline or the first paragraphs give with its weekday.
func (r *reading) published() {
	a := r.a
	for _, p := range a.Parts {
		if p.Kind == chancery.Dateline {
			if d := r.dateIn(p.Span.Text(a.Text)); d != "" && !strings.HasPrefix(d, "--") {
				a.Published, a.PublishedFrom = d, chancery.FromDateline
				return
			}
		}
	}
	best, seen := "", 0
	for _, p := range a.Parts {
		if p.Kind == chancery.Body || p.Kind == chancery.Caption {
			if seen++; seen > 3 {
				break
			}
			for _, d := range r.weekdayDates(p.Span.Text(a.Text)) {
				if d > best {
					best = d
				}
			}
		}
	}
	if best != "" {
		a.Published, a.PublishedFrom = best, chancery.FromText
	}
}

// weekdayDates lists the full dates of text that name their weekday rightly:
// "On Tuesday, March 23, 2021". A bare date may be of anything; one that the
// writer gives with its weekday is of the days that the report is about.
func (r *reading) weekdayDates(text string) []string {
	fields := strings.FieldsFunc(text, func(c rune) bool { return unicode.IsSpace(c) || c == ',' || c == '(' || c == ')' })
	var out []string
	for i := 0; i+3 < len(fields); i++ {
		w := strings.Trim(fields[i], ".;:")
		if len(w) < 3 || fields[i+3] == "" || !strings.ContainsAny(fields[i+3], "0123456789") {
			continue
		}
		d, err := r.dates.Parse(strings.Join(fields[i+1:i+4], " "), date.Unknown)
		if err != nil || len(d) < 10 {
			continue
		}
		if day, ok := weekday(d); ok && strings.HasPrefix(day, strings.ToLower(w[:3])) {
			out = append(out, d[:10])
		}
	}
	return out
}

// weekday returns the English name, in small letters, of the day d.
func weekday(d string) (string, bool) {
	t, err := time.Parse(time.DateOnly, d[:10])
	if err != nil {
		return "", false
	}
	return strings.ToLower(t.Weekday().String()), true
}
