// Package gazetteer knows where the world's settlements, first- and
// second-level regions and airfields lie. The data are embedded as one file
// that is searched where it lies: opening it costs nothing.
package gazetteer

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"

	"github.com/chancery-project/chancery/lang"
)

// Kind is what a place is.
type Kind uint8

// The kinds.
const (
	Region   Kind = iota + 1 // first-level: a state, a province, a governorate
	District                 // second-level: a county, a district
	City                     // any settlement
	Airfield                 // airports and air bases
)

// Place is one place.
type Place struct {
	ID       int // its number in the gazetteer, from 0: the same for the same place
	Name     string
	Kind     Kind
	Country  string  // ISO 3166-1 alpha-3
	Region   string  // name of the first-level region it lies in; "" where that is not known
	Lat, Lon float64 // degrees
	People   int     // inhabitants; 0 where that is not known
	GeoNames int     // id at geonames.org; 0 for none
	Variant  bool    // the form asked for is another name of it
}

// Key is the form under which a name is filed: letters and digits without
// case and accents, words with one space between.
func Key(name string) string {
	name = lang.Bare(name)
	var b strings.Builder
	b.Grow(len(name))
	gap := false
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(r)
		} else if r != '\'' && r != '’' && r != 'ʼ' && r != '‘' && r != 'ʿ' {
			gap = true
		}
	}
	return b.String()
}

//go:embed world.bin
var world string

// The file: Magic, the numbers of countries, places, forms and postings and
// the bytes of names, in uint32; then three bytes a country; RecordSize bytes
// a place; the place in the names and in the postings where each form begins,
// and where the last ends; the postings (place, with Variant set for a
// name that is not the first); the names. All numbers are little-endian.
const (
	Magic      = "CHANCERY GAZETTEER 1\n"
	RecordSize = 28
	Variant    = 1 << 31
	None       = 0xffff
)

// Index finds places by their names. It is safe for concurrent use.
type Index struct {
	countries, places, forms, starts, postings, names string
	n                                                 int // forms
}

// World opens the gazetteer that comes with the program.
func World() (*Index, error) { return Open(world) }

// Open reads an index as cmd gazetteer/build writes it.
func Open(data string) (*Index, error) {
	if !strings.HasPrefix(data, Magic) || len(data) < len(Magic)+20 {
		return nil, fmt.Errorf("the gazetteer is damaged: it does not begin with %q", Magic)
	}
	at := len(Magic)
	var sizes [5]int
	for i := range sizes {
		sizes[i] = int(number(data, at))
		at += 4
	}
	x := &Index{n: sizes[2]}
	for _, part := range []struct {
		to   *string
		size int
	}{
		{&x.countries, 3 * sizes[0]}, {&x.places, RecordSize * sizes[1]}, {&x.forms, 4 * (sizes[2] + 1)},
		{&x.starts, 4 * (sizes[2] + 1)}, {&x.postings, 4 * sizes[3]}, {&x.names, sizes[4]},
	} {
		if part.size < 0 || at+part.size > len(data) {
			return nil, fmt.Errorf("the gazetteer is damaged: it ends at byte %d of %d", len(data), at+part.size)
		}
		*part.to = data[at : at+part.size]
		at += part.size
	}
	return x, nil
}

func number(s string, at int) uint32 {
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16 | uint32(s[at+3])<<24
}

func (x *Index) form(i int) string {
	return x.names[number(x.forms, 4*i):number(x.forms, 4*i+4)]
}

// Lookup returns the places of that name, the most peopled of each kind
// first; nil for a name that is not there. key is a Key.
func (x *Index) Lookup(key string) []Place {
	lo, hi := 0, x.n
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if x.form(mid) < key {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo >= x.n || x.form(lo) != key {
		return nil
	}
	from, to := int(number(x.starts, 4*lo)), int(number(x.starts, 4*lo+4))
	out := make([]Place, 0, to-from)
	for i := from; i < to; i++ {
		posting := number(x.postings, 4*i)
		p := x.place(int(posting &^ Variant))
		p.Variant = posting&Variant != 0
		out = append(out, p)
	}
	return out
}

func (x *Index) place(i int) Place {
	r := x.places[RecordSize*i : RecordSize*(i+1)]
	at := int(number(r, 0))
	country := 3 * int(r[6])
	p := Place{ID: i, Name: x.names[at : at+int(r[4])], Kind: Kind(r[5]), Country: x.countries[country : country+3],
		Lat: float64(int32(number(r, 12))) / 1e4, Lon: float64(int32(number(r, 16))) / 1e4,
		People: int(number(r, 20)), GeoNames: int(number(r, 24))}
	if region := int(binary.LittleEndian.Uint16([]byte(r[8:10]))); region != None {
		p.Region = x.name(region)
	}
	return p
}

func (x *Index) name(i int) string {
	r := x.places[RecordSize*i : RecordSize*(i+1)]
	at := int(number(r, 0))
	return x.names[at : at+int(r[4])]
}
