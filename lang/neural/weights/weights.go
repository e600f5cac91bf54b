// Package weights carries the trained language model inside the program.
// manifest.json says what it was trained on and how it scores; NOTICE whose
// work it builds on.
package weights

import _ "embed"

//go:embed model.bin
var model []byte

//go:embed manifest.json
var manifest []byte

//go:embed NOTICE
var notice []byte

// Model is the file that train/export.py makes. It must not be changed.
func Model() []byte { return model }

// Manifest is JSON: the model's SHA-256, training sets with licences, scores.
func Manifest() []byte { return manifest }

// Notice is the notice of the works that the model derives from.
func Notice() []byte { return notice }
