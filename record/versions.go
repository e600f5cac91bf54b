package record

import (
	"context"
	"fmt"
	"strings"

	chancery "github.com/chancery-project/chancery"
)

// Edition is one version of an article, and when it came into the record.
type Edition struct {
	*chancery.Article
	Seen string // RFC 3339, UTC
}

// Edited lists the documents of which there are several versions: the id of
// the latest of each, in the order in which these came.
func (s *Store) Edited(ctx context.Context) ([]string, error) {
	found, err := s.read.QueryContext(ctx, "SELECT id FROM article WHERE n IN (SELECT max(n) FROM article GROUP BY document HAVING count(*) > 1) ORDER BY n")
	if err != nil {
		return nil, err
	}
	return column[string](found)
}

// Versions gives all versions of the article that name (an id, the beginning
// of one, an address or a ref) stands for, in the order in which they came.
func (s *Store) Versions(ctx context.Context, name string) ([]Edition, error) {
	found, err := s.read.QueryContext(ctx, `SELECT DISTINCT document FROM article WHERE id = ?1 OR url = ?1 OR ref = ?1 OR document = ?2 OR length(?1) >= 15 AND substr(id, 1, length(?1)) = ?1 ORDER BY document`,
		name, place(name))
	if err != nil {
		return nil, err
	}
	documents, err := column[string](found)
	switch {
	case err != nil:
		return nil, err
	case len(documents) == 0:
		return nil, fmt.Errorf("there is no article %s: give its address, its id (sha256:…) or your own ref", name)
	case len(documents) > 1:
		return nil, fmt.Errorf("%s stands for %d articles: give the address of one: %s", name, len(documents), strings.Join(documents[:min(len(documents), 5)], ", "))
	}
	found, err = s.read.QueryContext(ctx, `SELECT a.id, coalesce((SELECT min(at) FROM audit WHERE subject = a.id AND what = 'article.add'), '') AS seen FROM article a WHERE document = ? ORDER BY seen, a.n`, documents[0])
	if err != nil {
		return nil, err
	}
	var out []Edition
	var ids, seen []string
	for found.Next() {
		var id, at string
		if err := found.Scan(&id, &at); err != nil {
			found.Close()
			return nil, err
		}
		ids, seen = append(ids, id), append(seen, at)
	}
	if err := found.Close(); err != nil {
		return nil, err
	}
	for i, id := range ids {
		r, err := s.Record(ctx, id)
		if err != nil {
			return nil, err
		}
		r.Article.Warnings = r.Warnings
		out = append(out, Edition{r.Article, seen[i]})
	}
	return out, found.Err()
}
