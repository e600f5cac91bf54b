package fetch

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// maxRobots is how much of a robots.txt is read (RFC 9309, 2.5: at least 500 KiB).
const maxRobots = 512 << 10

// robots are the rules of a robots.txt for one agent, by RFC 9309.
type robots struct {
	rules []rule
	delay time.Duration // Crawl-delay; 0 when none
}

type rule struct {
	allow   bool
	pattern string
}

// maxCrawlDelay bounds what a robots.txt may ask for between two requests.
const maxCrawlDelay = time.Minute

// parseRobots reads the group of agent, in lower case, else that of all.
func parseRobots(text, agent string) *robots {
	if len(text) > maxRobots {
		text = text[:maxRobots]
		text = text[:strings.LastIndexAny(text, "\r\n")+1]
	}
	own, all := &robots{}, &robots{}
	var into []*robots
	met, inNames := false, false
	for _, line := range strings.FieldsFunc(strings.TrimPrefix(text, "\ufeff"), func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		key, value, found := strings.Cut(line, ":")
		if !found {
			continue
		}
		key, value = strings.ToLower(strings.TrimSpace(key)), strings.TrimSpace(value)
		if key == "user-agent" {
			if !inNames {
				into, inNames = nil, true
			}
			name, _, _ := strings.Cut(strings.ToLower(value), "/")
			switch name {
			case agent:
				into, met = append(into, own), true
			case "*":
				into = append(into, all)
			}
			continue
		}
		switch key {
		case "allow", "disallow":
			inNames = false
			if value == "" {
				continue // an empty rule forbids nothing
			}
			for _, r := range into {
				r.rules = append(r.rules, rule{key == "allow", normal(value)})
			}
		case "crawl-delay":
			inNames = false
			if s, err := strconv.ParseFloat(value, 64); err == nil && s > 0 {
				for _, r := range into {
					r.delay = time.Duration(min(s, maxCrawlDelay.Seconds()) * float64(time.Second))
				}
			}
		}
	}
	if met {
		return own
	}
	return all
}

// normal writes a path with the same octets escaped whoever wrote it.
func normal(path string) string {
	if plain, err := url.PathUnescape(path); err == nil && !strings.ContainsAny(plain, "%*$") {
		path = plain
	}
	return path
}

// allows reports whether the path, with its query, may be fetched: the longest
// rule that matches decides, and of two as long the one that allows.
func (r *robots) allows(u *url.URL) bool {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if path == "/robots.txt" {
		return true
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	path = normal(path)
	best, allowed := -1, true
	for _, rule := range r.rules {
		if n := len(rule.pattern); (n > best || n == best && rule.allow) && matches(rule.pattern, path) {
			best, allowed = n, rule.allow
		}
	}
	return allowed
}

// matches knows "*" for any characters and a final "$" for the end. It takes
// time in proportion to the product of the two lengths at worst.
func matches(pattern, path string) bool {
	end := strings.HasSuffix(pattern, "$")
	parts := strings.Split(strings.TrimSuffix(pattern, "$"), "*")
	if !strings.HasPrefix(path, parts[0]) {
		return false
	}
	path = path[len(parts[0]):]
	parts = parts[1:]
	for i, p := range parts {
		if end && i == len(parts)-1 {
			return strings.HasSuffix(path, p)
		}
		at := strings.Index(path, p)
		if at < 0 {
			return false
		}
		path = path[at+len(p):]
	}
	return !end || len(parts) == 0 && path == ""
}
