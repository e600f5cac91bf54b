// Package worker runs the stages that look at untrusted text in processes of
// their own, for a loop, a crash or a hunger for memory cannot be stopped from
// outside within one process. A worker is this program itself, started again;
// it takes jobs from its standard input and answers on its standard output.
// It watches its own processor time and memory and ends itself beyond the
// limits; whoever gave it the job kills it when it does not answer at all.
package worker

import (
	"time"

	chancery "github.com/chancery-project/chancery"
	"github.com/chancery-project/chancery/read"
)

// Limits hold for one article: to read it, and again to understand it.
type Limits struct {
	CPU     time.Duration // processor time, default 10 s
	PerKB   time.Duration // more for each 1,024 bytes of the text, default 100 ms; a twentieth of it for reading
	Wall    time.Duration // time without an answer, beside that, default 2 minutes
	Memory  int64         // bytes beyond those of a worker at rest, default 256 MiB
	PerByte int64         // more for each byte of the input, default 32
}

func (l Limits) withDefaults() Limits {
	if l.CPU == 0 {
		l.CPU = 10 * time.Second
	}
	if l.PerKB == 0 {
		l.PerKB = 100 * time.Millisecond
	}
	if l.Wall == 0 {
		l.Wall = 2 * time.Minute
	}
	if l.Memory == 0 {
		l.Memory = 256 << 20
	}
	if l.PerByte == 0 {
		l.PerByte = 32
	}
	return l
}

// reading are the limits for reading an input, which goes faster.
func (l Limits) reading() Limits {
	l.PerKB /= 20
	return l
}

func (l Limits) cpu(bytes int64) time.Duration { return l.CPU + time.Duration(bytes>>10)*l.PerKB }
func (l Limits) wall(bytes int64) time.Duration {
	return l.Wall + 10*time.Duration(bytes>>10)*l.PerKB
}
func (l Limits) memory(bytes int64) int64 { return l.Memory + bytes*l.PerByte }

// Exit codes by which a worker tells why it ended itself.
const (
	exitCPU    = 87
	exitMemory = 88
)

// kind of a message.
type kind byte

const (
	hello      kind = iota + 1 // ready; Text: why not
	readInput                  // read this: Input, Limits; chunks follow
	chunk                      // Bytes of the input
	end                        // of the input
	begun                      // an item has been found and is looked at
	article                    // an item: Article, or Text: why not
	done                       // with the input
	understand                 // Article, Limits
	result                     // Bytes: the record as JSON; or Text: why not
)

// message goes either way.
type message struct {
	Kind    kind
	Text    string
	Failed  bool // Text is a reason
	Bytes   []byte
	Article *chancery.Article
	Input   *input
	Limits  Limits
}

// input is a read.Input without its body.
type input struct {
	Name, ContentType, As, Published, Outlet, URL, Ref string
	Skip                                               int
}

func inputOf(in read.Input) *input {
	return &input{in.Name, in.ContentType, string(in.As), in.Published, in.Outlet, in.URL, in.Ref, in.Skip}
}

func (i *input) read() read.Input {
	return read.Input{Name: i.Name, ContentType: i.ContentType, As: read.Format(i.As), Published: i.Published, Outlet: i.Outlet, URL: i.URL, Ref: i.Ref, Skip: i.Skip}
}
