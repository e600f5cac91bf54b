package inflate

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

var limits = Limits{Size: 64 << 20, Ratio: 200, Grace: 1 << 20}

func pack(t testing.TB, s string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	write(t, w, s)
	return b.Bytes()
}

func write(t testing.TB, w io.WriteCloser, s string) {
	t.Helper()
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestGzipMembers(t *testing.T) {
	one, two, three := pack(t, "first "), pack(t, "second "), pack(t, "third")
	hurt := bytes.Clone(pack(t, strings.Repeat("the damaged one ", 50)))
	hurt[14] ^= 0xff
	for _, c := range []struct {
		name, want string
		in         []byte
		damages    int
	}{
		{"one member", "first ", one, 0},
		{"many members", "first second third", bytes.Join([][]byte{one, two, three}, nil), 0},
		{"zero padding at the end", "first ", append(bytes.Clone(one), make([]byte, 512)...), 0},
		{"damage in the middle", "third", bytes.Join([][]byte{hurt, three}, nil), 1},
		{"rubbish between members", "first third", bytes.Join([][]byte{one, []byte("rubbish"), three}, nil), 1},
		{"cut off", "first ", append(bytes.Clone(one), two[:12]...), 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			var damages []error
			got, err := io.ReadAll(Gzip(bytes.NewReader(c.in), limits, func(err error) { damages = append(damages, err) }))
			if err != nil || !strings.Contains(string(got), c.want) || len(damages) != c.damages {
				t.Errorf("got %q, %v, damages %v; want %q and %d damages", got, err, damages, c.want, c.damages)
			}
			if _, err := io.ReadAll(Gzip(bytes.NewReader(c.in), limits, nil)); (err != nil) != (c.damages > 0) {
				t.Errorf("without a place to tell of damage the error is %v", err)
			}
		})
	}
}

func TestBombsAreStopped(t *testing.T) {
	zeros := strings.Repeat("\x00", 8<<20)
	for _, c := range []struct {
		name string
		lim  Limits
		want error
	}{
		{"ratio", Limits{Ratio: 200, Grace: 1 << 20}, ErrRatio},
		{"size", Limits{Size: 1 << 20}, ErrSize},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := io.ReadAll(Gzip(bytes.NewReader(pack(t, zeros)), c.lim, func(error) {}))
			if !errors.Is(err, c.want) || len(got) > 2<<20 {
				t.Errorf("stopped after %d bytes with %v, want %v", len(got), err, c.want)
			}
		})
	}
}

func TestFileErrorsAreNotDamage(t *testing.T) {
	broken := errors.New("disk on fire")
	r := io.MultiReader(bytes.NewReader(pack(t, "first ")[:12]), iotestError{broken})
	_, err := io.ReadAll(Gzip(r, limits, func(err error) { t.Errorf("told of damage: %v", err) }))
	if !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the file", err)
	}
}

type iotestError struct{ err error }

func (e iotestError) Read([]byte) (int, error) { return 0, e.err }

func TestContent(t *testing.T) {
	const text = "Officials met in Geneva."
	var z, bare, br bytes.Buffer
	write(t, zlib.NewWriter(&z), text)
	fw, err := flate.NewWriter(&bare, 6)
	if err != nil {
		t.Fatal(err)
	}
	write(t, fw, text)
	write(t, brotli.NewWriter(&br), text)
	for _, c := range []struct {
		name, encoding string
		body           []byte
	}{
		{"plain", "", []byte(text)}, {"identity", "identity", []byte(text)}, {"gzip", "gzip", pack(t, text)}, {"upper case", " GZIP ", pack(t, text)},
		{"said to be gzip and is not", "gzip", []byte(text)}, {"zlib", "deflate", z.Bytes()}, {"bare deflate", "deflate", bare.Bytes()}, {"brotli", "br", br.Bytes()},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, err := Content(c.encoding, c.body, limits); err != nil || string(got) != text {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
	if _, err := Content("zstd", []byte(text), limits); err == nil {
		t.Error("an unknown encoding is taken")
	}
}

func FuzzGzip(f *testing.F) {
	f.Add(pack(f, "first "))
	f.Add(append(pack(f, "first "), pack(f, "second")[:9]...))
	f.Add([]byte("\x1f\x8b\x08\x1f\x8b\x08"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := io.ReadAll(Gzip(bytes.NewReader(b), Limits{Ratio: 50, Grace: 4096}, func(error) {}))
		if int64(len(got)) > max(4096, 50*int64(len(b)))+64<<10 {
			t.Fatalf("%d bytes out of %d, %v", len(got), len(b), err)
		}
	})
}
