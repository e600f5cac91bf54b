package serve

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rates of requests, with accounts or where others can reach the server: those
// of a user or an address, and tries to sign in.
const (
	requestRate  rate.Limit = 30 // a second
	requestBurst            = 150
	signInBurst             = 5
	signInEvery             = 12 * time.Second
	addressBurst            = 20 // tries to sign in from one address, whatever the name
	maxKeys                 = 10_000
)

// rates bound how often something may be done under a key. It forgets keys that
// have been quiet, and beyond maxKeys whoever it must.
type rates struct {
	limit rate.Limit
	burst int

	mu  sync.Mutex
	all map[string]*rate.Limiter
}

func newRates(limit rate.Limit, burst int) *rates {
	return &rates{limit: limit, burst: burst, all: map[string]*rate.Limiter{}}
}

// take tells whether it may be done now, else how long to wait.
func (r *rates) take(key string) (wait time.Duration, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l := r.all[key]
	if l == nil {
		if len(r.all) >= maxKeys {
			r.forget()
		}
		l = rate.NewLimiter(r.limit, r.burst)
		r.all[key] = l
	}
	taken := l.Reserve()
	if wait = taken.Delay(); wait > 0 {
		taken.Cancel()
		return wait, false
	}
	return 0, true
}

func (r *rates) forget() {
	for k, l := range r.all {
		if l.Tokens() >= float64(r.burst) {
			delete(r.all, k)
		}
	}
	for k := range r.all {
		if len(r.all) < maxKeys {
			return
		}
		delete(r.all, k)
	}
}
