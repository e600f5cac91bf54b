package read

import (
	"fmt"
	"path"
	"strings"
)

// Format is the kind of an input.
type Format string

// The formats. Nexis, Factiva and ProQuest are batch exports as text, RTF,
// DOCX, PDF or HTML. Any of them may be packed with gzip once.
const (
	Auto     Format = "auto" // found by looking inside
	HTML     Format = "html"
	Text     Format = "text"
	JSONL    Format = "jsonl" // JSON Lines, or a JSON array
	CSV      Format = "csv"
	TSV      Format = "tsv"
	Feed     Format = "feed" // RSS, Atom, JSON Feed
	WARC     Format = "warc"
	Nexis    Format = "nexis"
	Factiva  Format = "factiva"
	ProQuest Format = "proquest"
	DOCX     Format = "docx"
	RTF      Format = "rtf"
	PDF      Format = "pdf"
)

// Formats lists all formats, Auto first.
func Formats() []Format {
	return []Format{Auto, HTML, Text, JSONL, CSV, TSV, Feed, WARC, Nexis, Factiva, ProQuest, DOCX, RTF, PDF}
}

// ParseFormat reads the name of a format; "" is Auto.
func ParseFormat(name string) (Format, error) {
	if name == "" {
		return Auto, nil
	}
	var known []string
	for _, f := range Formats() {
		if strings.EqualFold(name, string(f)) {
			return f, nil
		}
		known = append(known, string(f))
	}
	return "", fmt.Errorf("%q is none of %s", name, strings.Join(known, ", "))
}

// extension gives the ending of a file's name or of an address's path, in
// lower case and without ".gz".
func extension(name string) string {
	name, _, _ = strings.Cut(strings.ToLower(name), "?")
	return path.Ext(strings.TrimSuffix(name, ".gz"))
}
