package read

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"sort"
	"strings"

	"github.com/chancery-project/chancery/lang"
)

// Identify gives the id of an article, "sha256:" and 64 hex digits. It is the
// SHA-256 of three lines in UTF-8, "\n" between them:
//
//  1. the outlet, folded as the text is and in lower case;
//  2. the canonical URL: no scheme, "www.", port 80 or 443, user, fragment or
//     final slash; the host in lower case; the query sorted, without the
//     parameters that only track readers (utm_*, fbclid and the like);
//  3. the text, folded: Unicode NFKC, quotation marks and dashes made plain,
//     soft hyphens, zero-width and bidirectional marks dropped, each run of
//     white space one space, none at the ends.
//
// So the same text of the same outlet at the same address has one id, however
// its lines are broken, and an edit makes another.
func Identify(outlet, address, text string) string {
	h := sha256.New()
	for i, line := range []string{strings.ToLower(squeeze(outlet)), Canonical(address), squeeze(text)} {
		if i > 0 {
			h.Write([]byte{'\n'})
		}
		h.Write([]byte(line))
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func squeeze(s string) string { return strings.Join(strings.Fields(lang.Fold(s)), " ") }

// tracking are query parameters that change nothing of the page.
var tracking = []string{"fbclid", "gclid", "dclid", "msclkid", "yclid", "twclid", "igshid", "mc_cid", "mc_eid", "_ga", "ref_src", "ref_url", "cmpid", "ncid", "ocid", "smid"}

// Canonical gives the form of an address that Identify uses; an address that
// is none comes back with its white space squeezed.
func Canonical(address string) string {
	address = strings.TrimSpace(address)
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return strings.Join(strings.Fields(address), " ")
	}
	host := strings.TrimPrefix(strings.ToLower(u.Host), "www.")
	host = strings.TrimSuffix(strings.TrimSuffix(host, ":80"), ":443")
	out := host + strings.TrimRight(u.EscapedPath(), "/")
	var query []string
	for _, p := range strings.Split(u.RawQuery, "&") {
		name, _, _ := strings.Cut(p, "=")
		if p != "" && !tracks(strings.ToLower(name)) {
			query = append(query, p)
		}
	}
	if len(query) > 0 {
		sort.Strings(query)
		out += "?" + strings.Join(query, "&")
	}
	return out
}

func tracks(name string) bool {
	if strings.HasPrefix(name, "utm_") {
		return true
	}
	for _, t := range tracking {
		if name == t {
			return true
		}
	}
	return false
}
