package serve

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"net/http"
	"strings"
	"sync"
	"time"
)

//go:embed static
var static embed.FS

// asset is a file that pages use, as it is and packed. Pages themselves are
// not packed: they may hold a secret beside words of an address.
type asset struct {
	plain, packed []byte
	tag           string
}

// readAssets packs them once.
var readAssets = sync.OnceValues(func() (map[string]asset, error) {
	all := map[string]asset{}
	err := fs.WalkDir(static, "static", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		a := asset{}
		if a.plain, err = static.ReadFile(path); err != nil {
			return err
		}
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			return err
		}
		if _, err := z.Write(a.plain); err != nil {
			return err
		}
		if err := z.Close(); err != nil {
			return err
		}
		a.packed, a.tag = b.Bytes(), fmt.Sprintf("%x", sha256.Sum256(a.plain))[:16]
		all["/"+path] = a
		return nil
	})
	return all, err
})

func (s *Server) asset(w http.ResponseWriter, r *http.Request) error {
	a, ok := s.assets[r.URL.Path]
	if !ok {
		return notFound("there is no file %s", r.URL.Path)
	}
	body, tag := a.plain, a.tag
	h := w.Header()
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		body, tag = a.packed, a.tag+"-gz"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Cache-Control", "public, max-age=600")
	h.Set("Vary", "Accept-Encoding")
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, r.URL.Path, time.Time{}, bytes.NewReader(body))
	return nil
}
