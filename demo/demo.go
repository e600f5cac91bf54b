// Package demo holds the reports of "chancery demo": releases of the U.S.
// Department of State on the Middle East, the Caucasus and the Horn of Africa,
// May 2021 to July 2022, as state.gov published them. They are works of the
// US Government and in the public domain (17 USC 105).
package demo

import _ "embed"

// Releases are the reports as JSON Lines: title, url, published, outlet, text.
//
//go:embed releases.jsonl
var Releases []byte

// Today is the day on which the demo looks at its record.
const Today = "2022-07-23"

// About says what the record of the demo is.
const About = "A demonstration on releases of the U.S. Department of State (public domain), seen as on 23 July 2022."
