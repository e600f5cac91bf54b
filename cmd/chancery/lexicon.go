package main

import (
	"fmt"
	"io/fs"
	"os"

	"github.com/chancery-project/chancery/lexicon"
	"github.com/spf13/cobra"
)

// lexiconFlags name what a user lays over the built-in lexicon.
type lexiconFlags struct {
	lexicon, gazetteer, codebook string
}

func (f *lexiconFlags) add(c *cobra.Command) {
	fl := c.Flags()
	fl.StringVar(&f.gazetteer, "gazetteer", "", "file of your own places, tab-separated: name, kind (region, water, city, facility), country, other names, latitude, longitude, people, region, GeoNames id; or rows of a GeoNames dump; yours win")
	fl.StringVar(&f.lexicon, "lexicon", "", "folder of your own lexicon files, laid out as the built-in one; yours win")
	fl.StringVar(&f.codebook, "codebook", "", "file of your own event patterns (docs/codebook.md); yours win")
}

// open is the lexicon with the user's own files, places and patterns over it.
func (f *lexiconFlags) open() (*lexicon.Lexicon, error) {
	lex, err := openLexicon(f.lexicon)
	if err != nil {
		return nil, err
	}
	if f.gazetteer != "" {
		if _, err := os.Stat(f.gazetteer); err != nil {
			return nil, fmt.Errorf("--gazetteer: %w", err)
		}
		lex = lex.With(f.gazetteer, ownPlaces(f.gazetteer))
	}
	if f.codebook == "" {
		return lex, nil
	}
	raw, err := os.ReadFile(f.codebook)
	if err != nil {
		return nil, fmt.Errorf("--codebook: %w", err)
	}
	return lex.WithCodebook(f.codebook, raw)
}

func openLexicon(folder string) (*lexicon.Lexicon, error) {
	lex := lexicon.Embedded()
	if folder == "" {
		return lex, nil
	}
	info, err := os.Stat(folder)
	if err != nil {
		return nil, fmt.Errorf("--lexicon: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("--lexicon %s is a file: give the folder that holds your lexicon files", folder)
	}
	return lex.With(folder, os.DirFS(folder)), nil
}

// ownPlaces is a user's gazetteer as a lexicon folder: its one file stands for
// places/areas.txt.
type ownPlaces string

func (p ownPlaces) Open(name string) (fs.File, error) {
	if name != "places/areas.txt" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return os.Open(string(p))
}
