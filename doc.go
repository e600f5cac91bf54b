// Package chancery holds the domain types of the sourced record: who did what
// to whom, when, where, who said so, and whether it happened, is under way, is
// planned, requested, denied or only claimed. Every fact is tied to the exact
// words that it comes from.
//
// The package imports the standard library alone. Stages live in the folders
// beside it: fetch, read, lang, understand, score; docs/ARCHITECTURE.md shows
// how data flows through them. Spans are byte offsets inside the program and
// Unicode code points in the printed record (docs/RECORD.md).
package chancery
