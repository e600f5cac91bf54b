package conllu

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"testing"
)

const sample = `# sent_id = 1
# text = They don't talk.
1	They	they	PRON	PRP	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	talk	talk	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

1	Yes	yes	INTJ	UH	_	0	root	_	_

`

func all(in string) ([]*Sentence, error) {
	var out []*Sentence
	r := NewReader(strings.NewReader(in))
	for {
		s, err := r.Next()
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, s)
	}
}

func written(t testing.TB, sentences []*Sentence) string {
	var buf bytes.Buffer
	w := bufio.NewWriter(&buf)
	for _, s := range sentences {
		if err := s.Write(w); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestWhatIsReadIsWrittenBack(t *testing.T) {
	got, err := all(sample)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || len(got[0].Rows) != 6 || got[0].Rows[1].Word() || !got[0].Rows[2].Word() {
		t.Fatalf("read %+v", got)
	}
	if back := written(t, got); back != sample {
		t.Errorf("written back as\n%s", back)
	}
	if loose, err := all(strings.TrimRight(strings.ReplaceAll(sample, "\n", "\r\n"), "\r\n")); err != nil || written(t, loose) != sample {
		t.Errorf("with Windows line ends and none at the end: %v\n%s", err, written(t, loose))
	}
}

func TestErrorsNameTheLine(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"columns": {"1\tThey\n", "line 1: 2 tab-separated columns"},
		"id":      {"\n\nx\tThey\t_\t_\t_\t_\t_\t_\t_\t_\n", `line 3: "x" is no CoNLL-U ID`},
		"form":    {"1\t\t_\t_\t_\t_\t_\t_\t_\t_\n", "word 1 has no form"},
	} {
		if _, err := all(c.in); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q in it", name, err, c.want)
		}
	}
}

func TestWithMisc(t *testing.T) {
	for _, c := range [][3]string{{"_", "B-PER", "NE=B-PER"}, {"SpaceAfter=No", "B-PER", "SpaceAfter=No|NE=B-PER"}, {"NE=O|X=1", "", "X=1"}, {"NE=O", "", "_"}} {
		if got := WithMisc(c[0], "NE", c[1]); got != c[2] {
			t.Errorf("%q with NE=%q is %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("1\tx\t_\t_\t_\t_\t_\t_\t_\t_")
	f.Add("# c\n\n# d\n1.1\t#\t_\t_\t_\t_\t_\t_\t_\t_\n")
	f.Fuzz(func(t *testing.T, in string) {
		first, err := all(in)
		if err != nil {
			return
		}
		once := written(t, first)
		again, err := all(once)
		if err != nil || written(t, again) != once {
			t.Fatalf("not stable: %v\n%q\n%q", err, once, written(t, again))
		}
	})
}
