// Package export writes records in the forms that people and programs want
// to have them: one file a format, streaming, a record at a time.
package export

import (
	"bytes"
	"io"

	chancery "github.com/chancery-project/chancery"
)

// JSON writes the record as one line of JSON Lines, the public contract of
// docs/RECORD.md.
func JSON(w io.Writer, r *chancery.Record) error {
	line, err := r.MarshalJSON()
	if err != nil {
		return err
	}
	// Some programs end a line at U+0085 too, as at U+2028, which is escaped already.
	line = bytes.ReplaceAll(line, []byte("\u0085"), []byte(`\u0085`))
	_, err = w.Write(append(line, '\n'))
	return err
}
