package record

import (
	"net/url"
	"testing"
)

// A path of any system comes to SQLite as a path, not as a host.
func TestFileURI(t *testing.T) {
	for _, c := range []struct{ name, path, want string }{
		{"Unix", "/home/x/r.db", "file:///home/x/r.db?mode=ro"},
		{"a drive of Windows", "C:/Users/x/r.db", "file:///C:/Users/x/r.db?mode=ro"},
		{"a share of Windows", "//server/share/r.db", "file:////server/share/r.db?mode=ro"},
		{"signs that mean something in addresses", "/a b/50%?#.db", "file:///a%20b/50%25%3F%23.db?mode=ro"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := fileURI(c.path, url.Values{"mode": {"ro"}}); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
