package record

import (
	"bytes"
	"sync"

	chancery "github.com/chancery-project/chancery"
)

// recentMany is how many articles are kept at hand. News comes in bunches: what
// a report is settled with was mostly added shortly before it.
const recentMany = 4096

// recently keeps the articles that were added or looked at last as settling
// needs them, so that they are not read back.
type recently struct {
	sync.Mutex
	of    map[int64]recentOne
	order []int64 // of numbers, as they came; the oldest goes first
}

type recentOne struct {
	known *known
	sum   []byte
}

// put keeps k, in which no one's decisions may have a part.
func (f *recently) put(k *known, sum []byte) {
	f.Lock()
	defer f.Unlock()
	if f.of == nil {
		f.of = map[int64]recentOne{}
	}
	if _, held := f.of[k.n]; !held {
		if len(f.order) == recentMany {
			delete(f.of, f.order[0])
			f.order = f.order[1:]
		}
		f.order = append(f.order, k.n)
	}
	f.of[k.n] = recentOne{k, sum}
}

// get gives what is kept of article n, if it is of that record.
func (f *recently) get(n int64, sum []byte) *known {
	f.Lock()
	defer f.Unlock()
	one, ok := f.of[n]
	if !ok || !bytes.Equal(one.sum, sum) {
		return nil
	}
	return one.known
}

// keepRecent keeps a record that was added for settling.
func (s *Store) keepRecent(n int64, r *chancery.Record, sum []byte) error {
	l, err := linker()
	if err == nil {
		s.recent.put(knownFrom(l, n, r, nil), sum)
	}
	return err
}
