// Package page turns a web page, or a fragment of one, into an article's text.
// Pages are untrusted: whatever their shape, reading one takes time and memory
// in proportion to its size, and text is never lost to broken markup.
package page
