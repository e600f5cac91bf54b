package lexicon

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// WithCodebook returns a lexicon in which the entries of a codebook, one file
// called name in messages, win over those of l as With says. A codebook has
// sections: "[verbs]" on a line of its own heads rows of events/verbs.txt, and
// "[folder/file]" rows of any other file. An error names the line that is at
// fault and what to do.
func (l *Lexicon) WithCodebook(name string, raw []byte) (*Lexicon, error) {
	if !utf8.Valid(raw) {
		return nil, fmt.Errorf("%s: not UTF-8 text: save it as UTF-8", name)
	}
	lines := strings.Split(strings.TrimPrefix(string(raw), "\ufeff"), "\n")
	files := map[string][]string{} // lines of each, those of other sections empty
	section := ""
	for i, line := range lines {
		line = strings.TrimRight(line, "\r \t")
		at := fmt.Sprintf("%s:%d", name, i+1)
		switch {
		case strings.HasPrefix(line, "["):
			title, ok := strings.CutSuffix(line[1:], "]")
			if section = title + ".txt"; !strings.Contains(title, "/") {
				section = "events/" + section
			}
			if known, err := l.Files("."); err != nil {
				return nil, err
			} else if !ok || !slices.Contains(known, section) {
				return nil, fmt.Errorf("%s: no section %s: write %s, or [folder/file] for another file of the lexicon", at, line, strings.Join(l.sections(), ", "))
			}
		case line == "" || line[0] == '#':
		case section == "":
			return nil, fmt.Errorf("%s: an entry stands before the first section: write [verbs], [nouns] or another on a line of its own above it", at)
		default:
			if files[section] == nil {
				files[section] = make([]string, len(lines))
			}
			files[section][i] = line
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s: the codebook has no entries: write [verbs] on a line and patterns below it (docs/codebook.md)", name)
	}
	book := layer{name: name, book: map[string][]byte{}}
	for file, text := range files {
		book.book[file] = []byte(strings.Join(text, "\n"))
	}
	out := &Lexicon{layers: append(append([]layer(nil), l.layers...), book)}
	return out, l.removable(name, book.book)
}

// removable checks that what a codebook takes away is there.
func (l *Lexicon) removable(name string, book map[string][]byte) error {
	for _, file := range slices.Sorted(maps.Keys(book)) {
		own, err := parse(name, book[file])
		if err != nil {
			return err
		}
		below, err := l.Rows(file)
		if err != nil {
			return err
		}
		for _, r := range own {
			key, removes := strings.CutPrefix(r.Key(), "-")
			if removes && !slices.ContainsFunc(below, func(b Row) bool { return b.Key() == key }) {
				return r.Errorf("%q is to be removed, and %s has no such entry: write it as it stands there", key, file)
			}
		}
	}
	return nil
}

// sections names the sections for the files of the folder events.
func (l *Lexicon) sections() []string {
	files, _ := l.Files("events") // the caller has read the folder already
	for i, f := range files {
		files[i] = "[" + strings.TrimSuffix(strings.TrimPrefix(f, "events/"), ".txt") + "]"
	}
	return files
}
