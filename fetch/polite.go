package fetch

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// Manners say how a Polite client behaves.
type Manners struct {
	Delay    time.Duration // between two requests to one host, at least
	NoRobots bool          // robots.txt is not asked for
	Now      func() time.Time
}

// robotsAge is how long the rules of a host are kept (RFC 9309, 2.4: a day at most).
const robotsAge = 24 * time.Hour

// robotsRetry is how long a host whose rules cannot be had is left alone.
const robotsRetry = 30 * time.Minute

// Polite fetches as a well-mannered robot: one request at a time to a host and
// a pause after it, nothing that the host's robots.txt forbids, and nothing
// before a wait that a server asked for is over. It is safe for concurrent use.
type Polite struct {
	client  *Client
	manners Manners
	agent   string
	mu      sync.Mutex
	hosts   map[string]*host
}

type host struct {
	turn   chan struct{} // held by who talks to the host
	free   time.Time     // when the next request may begin
	held   time.Time     // no request before, for a server asked for it
	rules  *robots
	reason *Error // why the rules cannot be had
	read   time.Time
}

// NewPolite makes a polite client of c.
func NewPolite(c *Client, m Manners) *Polite {
	if m.Now == nil {
		m.Now = time.Now
	}
	agent, _, _ := strings.Cut(strings.ToLower(c.opts.UserAgent), " ")
	agent, _, _ = strings.Cut(agent, "/")
	return &Polite{client: c, manners: m, agent: agent, hosts: map[string]*host{}}
}

// hop is a redirect to another host, which has its own turn and rules.
type hop struct{ to *url.URL }

func (h *hop) Error() string { return "a redirect to " + h.to.Host }

// Do fetches what is asked for when the host's turn comes.
func (p *Polite) Do(ctx context.Context, ask Request) (*Page, error) {
	for hops := 0; ; hops++ {
		u, err := url.Parse(strings.TrimSpace(ask.URL))
		if err != nil || check(u) != nil {
			return p.client.Do(ctx, ask) // it says what is wrong
		}
		page, err := p.one(ctx, u, ask)
		var next *hop
		if !errors.As(err, &next) {
			return page, err
		}
		if hops == maxRedirects {
			return nil, p.client.explain(u, refused(TooManyRedirects, "more than %d redirects", maxRedirects))
		}
		ask.URL = next.to.String()
	}
}

// one fetches from one host. A redirect to another is a *hop.
func (p *Polite) one(ctx context.Context, u *url.URL, ask Request) (*Page, error) {
	h := p.host(u)
	select {
	case h.turn <- struct{}{}:
		defer func() { <-h.turn }()
	case <-ctx.Done():
		return nil, p.client.explain(u, ctx.Err())
	}
	if wait := h.held.Sub(p.manners.Now()); wait > 0 {
		err := refused(Held, "the server asked to wait until %s", h.held.UTC().Format(time.RFC3339))
		err.RetryAfter = wait
		return nil, p.client.explain(u, err)
	}
	if err := p.allowed(ctx, h, u); err != nil {
		return nil, p.client.explain(u, err)
	}
	ctx = context.WithValue(ctx, hopKey{}, func(to *url.URL) error {
		if p.host(to) != h {
			return &hop{to}
		}
		if h.rules != nil && !h.rules.allows(to) {
			return forbidden(to)
		}
		return nil
	})
	return p.ask(ctx, h, ask)
}

func forbidden(u *url.URL) *Error {
	return refused(RefusedRobots, "the robots.txt of %s does not allow it", u.Host)
}

func (p *Polite) host(u *url.URL) *host {
	name := strings.ToLower(u.Scheme + "://" + u.Host)
	p.mu.Lock()
	defer p.mu.Unlock()
	h := p.hosts[name]
	if h == nil {
		h = &host{turn: make(chan struct{}, 1)}
		p.hosts[name] = h
	}
	return h
}

// ask makes a request after the pause that is due.
func (p *Polite) ask(ctx context.Context, h *host, ask Request) (*Page, error) {
	if wait := h.free.Sub(p.manners.Now()); wait > 0 {
		t := time.NewTimer(wait)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
			return nil, &Error{Code: Network, Detail: "stopped", Err: ctx.Err()}
		}
	}
	page, err := p.client.Do(ctx, ask)
	pause := p.manners.Delay
	if h.rules != nil && p.manners.Delay > 0 {
		pause = max(pause, h.rules.delay)
	}
	h.free = p.manners.Now().Add(pause)
	var told *Error
	if errors.As(err, &told) && told.RetryAfter > 0 && (told.Status == http.StatusTooManyRequests || told.Status == http.StatusServiceUnavailable) {
		h.held = p.manners.Now().Add(told.RetryAfter)
	}
	return page, err
}

// allowed refuses what the host's robots.txt forbids. A host without one
// allows all; one whose robots.txt cannot be had for now allows nothing.
func (p *Polite) allowed(ctx context.Context, h *host, u *url.URL) error {
	if p.manners.NoRobots {
		return nil
	}
	if age := p.manners.Now().Sub(h.read); h.read.IsZero() || age > robotsAge || h.reason != nil && age > robotsRetry {
		page, err := p.ask(ctx, h, Request{URL: (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: "/robots.txt"}).String()})
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var told *Error
		h.rules, h.reason, h.read = &robots{}, nil, p.manners.Now()
		switch {
		case err == nil:
			h.rules = parseRobots(string(page.Body), p.agent)
		case errors.As(err, &told) && told.Status >= 400 && !told.Passing():
		case errors.As(err, &told) && told.Code == TooManyRedirects:
		case errors.As(err, &told):
			h.reason = told
		default:
			return err
		}
	}
	if h.reason != nil {
		e := refused(h.reason.Code, "its robots.txt cannot be had: %s", h.reason.Detail)
		e.Status, e.RetryAfter = h.reason.Status, h.reason.RetryAfter
		return e
	}
	if !h.rules.allows(u) {
		return forbidden(u)
	}
	return nil
}
