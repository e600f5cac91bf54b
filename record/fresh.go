package record

import (
	"bytes"
	"sync"

	chancery "github.com/chancery-project/chancery"
)

// freshly keeps what was added last as settling needs it, so that it is not
// read back.
type freshly struct {
	sync.Mutex
	of map[int64]freshOne
}

type freshOne struct {
	known *known
	sum   []byte
}

// put keeps k until settling takes it; no more than one batch is kept.
func (f *freshly) put(k *known, sum []byte) {
	f.Lock()
	defer f.Unlock()
	if f.of == nil || len(f.of) >= settleBatch {
		f.of = map[int64]freshOne{}
	}
	f.of[k.n] = freshOne{k, sum}
}

// take gives what is kept of article n, once, if it is of that record.
func (f *freshly) take(n int64, sum []byte) *known {
	f.Lock()
	defer f.Unlock()
	one, ok := f.of[n]
	if !ok || !bytes.Equal(one.sum, sum) {
		return nil
	}
	delete(f.of, n)
	return one.known
}

// keepFresh keeps a record that was added for settling.
func (s *Store) keepFresh(n int64, r *chancery.Record, sum []byte) error {
	l, err := linker()
	if err == nil {
		s.fresh.put(knownFrom(l, n, r, nil), sum)
	}
	return err
}
