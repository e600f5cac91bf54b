package office

import "unicode/utf16"

func codeNumber(code string) int {
	n := 0
	for i := range len(code) {
		n = n<<8 | int(code[i])
	}
	return n
}

// cmap is a ToUnicode map or the encoding of a composite font.
type cmap struct {
	spaces []codeRange
	texts  map[string]string // single codes
	ranges []codeRange
	cids   []codeRange
}

type codeRange struct {
	lo, hi string // of equal length
	to     string // text of lo
	cid    int
}

const maxRanges = 200_000

func readCMap(raw []byte) *cmap {
	m := &cmap{texts: map[string]string{}}
	l := &lexer{b: raw}
	for {
		op, args := l.next()
		if op == "" {
			return m
		}
		if len(m.texts)+len(m.ranges)+len(m.cids) > maxRanges {
			return m
		}
		switch op {
		case "endcodespacerange":
			for i := 0; i+1 < len(args); i += 2 {
				m.spaces = appendRange(m.spaces, args[i], args[i+1], "", 0)
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				code, ok := args[i].(pdfString)
				to, ok2 := args[i+1].(pdfString)
				if ok && ok2 {
					m.texts[string(code)] = utf16Text(string(to))
				}
			}
		case "endbfrange":
			m.bfRanges(args)
		case "endcidrange":
			for i := 0; i+2 < len(args); i += 3 {
				cid, _ := args[i+2].(float64)
				m.cids = appendRange(m.cids, args[i], args[i+1], "", int(cid))
			}
		case "endcidchar":
			for i := 0; i+1 < len(args); i += 2 {
				cid, _ := args[i+1].(float64)
				m.cids = appendRange(m.cids, args[i], args[i], "", int(cid))
			}
		}
	}
}

func appendRange(list []codeRange, lo, hi operand, to string, cid int) []codeRange {
	l, ok := lo.(pdfString)
	h, ok2 := hi.(pdfString)
	if !ok || !ok2 || len(l) != len(h) || len(l) == 0 || len(l) > 4 {
		return list
	}
	return append(list, codeRange{string(l), string(h), to, cid})
}

func (m *cmap) bfRanges(args []operand) {
	for i := 0; i+2 < len(args); i += 3 {
		switch to := args[i+2].(type) {
		case pdfString:
			m.ranges = appendRange(m.ranges, args[i], args[i+1], string(to), 0)
		case []operand:
			lo, ok := args[i].(pdfString)
			if !ok || len(lo) == 0 || len(lo) > 4 {
				continue
			}
			for j, o := range to {
				if s, ok := o.(pdfString); ok && j < 0x10000 {
					m.texts[codeString(codeNumber(string(lo))+j, len(lo))] = utf16Text(string(s))
				}
			}
		}
	}
}

func codeString(n, length int) string {
	b := make([]byte, length)
	for i := length - 1; i >= 0; i-- {
		b[i] = byte(n)
		n >>= 8
	}
	return string(b)
}

func (m *cmap) inSpace(code string) bool {
	for _, r := range m.spaces {
		if len(r.lo) == len(code) && r.lo <= code && code <= r.hi {
			return true
		}
	}
	return false
}

func (m *cmap) cid(code string) int {
	for _, r := range m.cids {
		if len(r.lo) == len(code) && r.lo <= code && code <= r.hi {
			return r.cid + codeNumber(code) - codeNumber(r.lo)
		}
	}
	return codeNumber(code)
}

func (m *cmap) text(code string) string {
	if s, ok := m.texts[code]; ok {
		return s
	}
	for _, r := range m.ranges {
		if len(r.lo) != len(code) || code < r.lo || code > r.hi || len(r.to) < 2 {
			continue
		}
		b := []byte(r.to)
		last := len(b) - 2
		n := int(b[last])<<8 + int(b[last+1]) + codeNumber(code) - codeNumber(r.lo)
		b[last], b[last+1] = byte(n>>8), byte(n)
		s := utf16Text(string(b))
		m.texts[code] = s
		return s
	}
	return ""
}

func utf16Text(s string) string {
	if len(s) == 1 {
		return string(rune(s[0]))
	}
	var u []uint16
	for i := 0; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}
