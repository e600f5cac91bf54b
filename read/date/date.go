// Package date reads the published dates that feeds, tables and people write
// and gives them as RFC 3339. It reads dates that stand alone in a field, not
// those of running text.
package date

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/chancery-project/chancery/lang"
	"github.com/chancery-project/chancery/lexicon"
)

// Order says which comes first in dates such as 03/04/2021.
type Order int

// The orders of day and month.
const (
	Unknown Order = iota
	DayFirst
	MonthFirst
)

// ErrAmbiguous is wrapped by the error for a date whose day and month cannot
// be told apart.
var ErrAmbiguous = errors.New("day and month cannot be told apart")

// Parser reads dates. It is safe for concurrent use.
type Parser struct {
	months map[string]time.Month
	zones  map[string]int // seconds east of UTC
}

// New compiles reading/months.txt and reading/zones.txt.
func New(lex *lexicon.Lexicon) (*Parser, error) {
	p := &Parser{months: map[string]time.Month{}, zones: map[string]int{}}
	rows, err := lex.Rows("reading/months.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		n, err := strconv.Atoi(r.Field(1))
		if err != nil || n < 1 || n > 12 {
			return nil, r.Errorf("%q is not the number of a month, 1 to 12", r.Field(1))
		}
		p.months[word(r.Key())] = time.Month(n)
	}
	rows, err = lex.Rows("reading/zones.txt")
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		t, err := time.Parse("-07:00", r.Field(1))
		if err != nil {
			return nil, r.Errorf("%q is not an offset such as +02:00", r.Field(1))
		}
		_, p.zones[word(r.Key())] = t.Zone()
	}
	return p, nil
}

// Parse gives s as an RFC 3339 full-date, or as a date-time where s has a time
// with a zone. A time without a zone is dropped, for the day is all that is
// sure. The error says why s is no date; ErrAmbiguous is in it where order
// would settle the matter.
func (p *Parser) Parse(s string, order Order) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", errors.New("no date given")
	}
	if len(s) > 100 {
		return "", fmt.Errorf("%.40q… is too long for a date", s)
	}
	if t, ok := unix(s); ok {
		return t.Format(time.RFC3339), nil
	}
	d := fields{parser: p}
	if err := d.scan(lang.Fold(s)); err != nil {
		return "", fmt.Errorf("%q is not a date: %w", s, err)
	}
	out, err := d.assemble(order)
	if err != nil {
		return "", fmt.Errorf("%q is not a date: %w", s, err)
	}
	return out, nil
}

// OrderOf tells the order that s, a date in figures alone, must have, or Unknown.
func OrderOf(s string) Order {
	day, rest, ok := number(strings.TrimSpace(s))
	if !ok || rest == "" || !strings.ContainsRune("/.-", rune(rest[0])) {
		return Unknown
	}
	month, rest, ok := number(rest[1:])
	if !ok || rest == "" || day > 31 || month > 31 {
		return Unknown
	}
	switch {
	case day > 12 && month <= 12:
		return DayFirst
	case month > 12 && day <= 12:
		return MonthFirst
	}
	return Unknown
}

func number(s string) (n int, rest string, ok bool) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	n, err := strconv.Atoi(s[:i])
	return n, s[i:], err == nil
}

// unix reads seconds or milliseconds since 1970.
func unix(s string) (time.Time, bool) {
	s = strings.TrimSuffix(s, ".0")
	if len(s) != 10 && len(s) != 13 {
		return time.Time{}, false
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return time.Time{}, false
	}
	if len(s) == 13 {
		n /= 1000
	}
	return time.Unix(n, 0).UTC(), true
}

// word makes names of months and zones meet: case, accents, a final stop.
func word(s string) string { return strings.TrimRight(lang.Bare(s), ".") }

func isLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }
