package table

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/chancery-project/chancery/read/date"
	"github.com/chancery-project/chancery/read/raw"
)

// JSON reads the reports of JSON Lines, of a JSON array of objects, of objects
// one after the other, and of an object that holds such an array. Texts are
// kept as decoded. Bytes that are not UTF-8 are read as U+FFFD, with a
// warning.
func (r *Reader) JSON(in io.Reader) iter.Seq2[raw.Report, error] {
	return func(yield func(raw.Report, error) bool) {
		f := newFramer(in, r.cap)
		for n := 1; ; n++ {
			value, line, err := f.next()
			if err == io.EOF {
				return
			}
			place := fmt.Sprintf("line %d", line)
			if f.array {
				place = fmt.Sprintf("record %d (line %d)", n, line)
			}
			var broken *frameError
			if err != nil && !errors.As(err, &broken) {
				yield(raw.Report{}, fmt.Errorf("%s: %w", place, err))
				return
			}
			if err != nil {
				if !yield(raw.Report{}, fmt.Errorf("%s: %w", place, err)) {
					return
				}
				continue
			}
			if !r.object(value, place, 0, yield) {
				return
			}
		}
	}
}

// object yields the report of one JSON object, or those of the list in it. It
// returns false when the loop is left.
func (r *Reader) object(value []byte, place string, depth int, yield func(raw.Report, error) bool) bool {
	members, repaired, err := decode(value)
	if err != nil {
		return yield(raw.Report{}, fmt.Errorf("%s: %w", place, err))
	}
	keys := make([]string, 0, len(members))
	for k := range members {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	at := r.header(keys)
	_, text := at["text"]
	_, page := at["html"]
	if !text && !page {
		if more, found := r.nested(keys, members, place, depth, yield); found {
			return more
		}
		return yield(raw.Report{}, fmt.Errorf("%s: the record has no text: one of its keys must be text; these are there: %s", place, list(keys)))
	}
	var wrong error
	get := func(field string) string {
		i, ok := at[field]
		if !ok {
			return ""
		}
		s, err := scalar(members[keys[i]])
		if err != nil && (field == "text" || field == "html") {
			wrong = fmt.Errorf("%q is %w", keys[i], err)
		}
		return s
	}
	rep, err := r.report(get, date.Unknown)
	if wrong != nil {
		err = wrong
	}
	if err != nil {
		return yield(raw.Report{}, fmt.Errorf("%s: %w", place, err))
	}
	if i, ok := at["byline"]; ok {
		rep.Bylines = names(members[keys[i]])
	}
	rep.Warnings = append(rep.Warnings, repaired...)
	return yield(rep, nil)
}

// nested yields the reports of a list in an object that is no report itself,
// as search interfaces answer: {"articles": [...]}.
func (r *Reader) nested(keys []string, members map[string]json.RawMessage, place string, depth int, yield func(raw.Report, error) bool) (more, found bool) {
	for _, k := range keys {
		if r.columns[fold(k)].field != "rows" || depth >= 3 {
			continue
		}
		value := bytes.TrimSpace(members[k])
		if len(value) > 0 && value[0] == '{' {
			return r.object(value, place+", "+k, depth+1, yield), true
		}
		var rows []json.RawMessage
		if json.Unmarshal(value, &rows) != nil || len(rows) == 0 {
			continue
		}
		for i, row := range rows {
			if !r.object(row, fmt.Sprintf("%s, %s %d", place, k, i+1), depth+1, yield) {
				return false, true
			}
		}
		return true, true
	}
	return true, false
}

// decode reads an object. The warnings tell what was not as it should be.
func decode(value []byte) (map[string]json.RawMessage, []string, error) {
	var warnings []string
	if !utf8.Valid(value) {
		warnings = append(warnings, "the record is not valid UTF-8: each byte that is not is read as U+FFFD")
	}
	if loneSurrogate(value) {
		warnings = append(warnings, "the record has half of a surrogate pair: it is read as U+FFFD")
	}
	var members map[string]json.RawMessage
	err := json.Unmarshal(value, &members)
	if err != nil {
		if plain := withoutNaN(value); plain != nil && json.Unmarshal(plain, &members) == nil {
			err = nil
		}
	}
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return nil, nil, fmt.Errorf("not JSON, at byte %d of the record: %w", syntax.Offset, err)
	case errors.As(err, &kind):
		return nil, nil, fmt.Errorf("not an object with a text but a JSON %s", kind.Value)
	case err != nil:
		return nil, nil, fmt.Errorf("not JSON: %w", err)
	case members == nil:
		return nil, nil, errors.New("not an object with a text but null")
	}
	return members, warnings, nil
}

// scalar gives a string as decoded and a number as written. Of an object it
// gives the name, as in {"source": {"id": "ap", "name": "Associated Press"}}.
func scalar(value json.RawMessage) (string, error) {
	value = bytes.TrimSpace(value)
	if len(value) == 0 {
		return "", nil
	}
	switch value[0] {
	case '"':
		var s string
		err := json.Unmarshal(value, &s)
		return s, err
	case '{':
		var named struct{ Name, Title string }
		if json.Unmarshal(value, &named) == nil && named.Name+named.Title != "" {
			if named.Name == "" {
				return named.Title, nil
			}
			return named.Name, nil
		}
		return "", errors.New("an object, not a string")
	case '[':
		return "", errors.New("a list, not a string")
	case 'n', 't', 'f':
		return "", nil
	}
	return string(value), nil
}

// names gives the people of a byline: a string, or a list of strings or of
// objects with a name.
func names(value json.RawMessage) []string {
	var all []json.RawMessage
	if json.Unmarshal(value, &all) != nil {
		all = []json.RawMessage{value}
	}
	var out []string
	for _, v := range all {
		if s, err := scalar(v); err == nil && strings.TrimSpace(s) != "" {
			out = append(out, strings.TrimSpace(s))
		}
	}
	return out
}

// withoutNaN puts null for the NaN and Infinity that some writers put where
// JSON has null. It returns nil when there are none.
func withoutNaN(value []byte) []byte {
	var out []byte
	inString, found := false, false
	for i := 0; i < len(value); i++ {
		if !inString {
			if word := notANumber(value[i:]); word > 0 {
				out, found = append(out, "null"...), true
				i += word - 1
				continue
			}
		}
		out = append(out, value[i])
		switch {
		case inString && value[i] == '\\' && i+1 < len(value):
			i++
			out = append(out, value[i])
		case value[i] == '"':
			inString = !inString
		}
	}
	if !found {
		return nil
	}
	return out
}

func notANumber(b []byte) int {
	for _, word := range []string{"NaN", "-Infinity", "Infinity"} {
		if bytes.HasPrefix(b, []byte(word)) {
			return len(word)
		}
	}
	return 0
}

// loneSurrogate reports whether an escape such as \ud83d lacks its other half.
func loneSurrogate(b []byte) bool {
	if !bytes.Contains(b, []byte(`\ud`)) && !bytes.Contains(b, []byte(`\uD`)) {
		return false
	}
	high := false // the escape just passed is a first half
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 >= len(b) {
			if high {
				return true
			}
			continue
		}
		unit := -1
		if b[i+1] == 'u' && i+6 <= len(b) {
			if n, err := strconv.ParseUint(string(b[i+2:i+6]), 16, 16); err == nil {
				unit = int(n)
			}
		}
		low := unit >= 0xdc00 && unit <= 0xdfff
		if high != low {
			return true
		}
		high = unit >= 0xd800 && unit <= 0xdbff
		if unit >= 0 {
			i += 5
		} else {
			i++
		}
	}
	return high
}
