package charset

import (
	"bytes"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/transform"
)

// iso2022KR is ISO-2022-KR (RFC 1557), which golang.org/x/text lacks: KS X 1001
// in seven bits, between shift-out and shift-in. Only its decoder works.
type iso2022KR struct{}

const (
	shiftOut  = 0x0e
	shiftIn   = 0x0f
	koreanSet = "\x1b$)C"
)

// NewDecoder returns a decoder for ISO-2022-KR.
func (iso2022KR) NewDecoder() *encoding.Decoder {
	return &encoding.Decoder{Transformer: &koreanDecoder{}}
}

// NewEncoder returns an encoder that writes nothing but errors.
func (iso2022KR) NewEncoder() *encoding.Encoder { return encoding.Replacement.NewEncoder() }

type koreanDecoder struct{ shifted bool }

func (d *koreanDecoder) Reset() { d.shifted = false }

func (d *koreanDecoder) Transform(dst, src []byte, atEOF bool) (nDst, nSrc int, err error) {
	for nSrc < len(src) {
		rest := src[nSrc:]
		out, size := rest[:1], 1
		switch c := rest[0]; {
		case c == 0x1b && len(rest) < len(koreanSet) && !atEOF:
			return nDst, nSrc, transform.ErrShortSrc
		case bytes.HasPrefix(rest, []byte(koreanSet)):
			out, size = nil, len(koreanSet)
		case c == shiftOut || c == shiftIn:
			d.shifted = c == shiftOut
			out = nil
		case c >= 0x80:
			out = []byte("\ufffd")
		case c == '\n':
			d.shifted = false
		case d.shifted && c > ' ':
			if len(rest) < 2 && !atEOF {
				return nDst, nSrc, transform.ErrShortSrc
			}
			out, size = koreanPair(rest)
		}
		if nDst+len(out) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += copy(dst[nDst:], out)
		nSrc += size
	}
	return nDst, nSrc, nil
}

// koreanPair decodes the two bytes of one character by way of EUC-KR.
func koreanPair(b []byte) (out []byte, size int) {
	if len(b) < 2 || b[1] <= ' ' || b[1] >= 0x80 {
		return []byte("\ufffd"), 1
	}
	out, err := korean.EUCKR.NewDecoder().Bytes([]byte{b[0] | 0x80, b[1] | 0x80})
	if err != nil {
		return []byte("\ufffd"), 2
	}
	return out, 2
}
