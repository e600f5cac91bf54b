package page

import (
	"github.com/chancery-project/chancery/internal/race"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain text keeps its paragraphs", "One line\nand two.\n\nNext one.", "One line\nand two.\n\nNext one."},
		{"blocks become paragraphs", "<p>One <b>bold</b>\n word.<p>Two.<div>Three</div>four", "One bold word.\n\nTwo.\n\nThree\n\nfour"},
		{"a break is a line, two are a paragraph", "a<br>b<br><br/>c<br>&nbsp;<br>d", "a\nb\n\nc\n\nd"},
		{"list items", "<ul><li>one<li>two</ul>", "one\n\ntwo"},
		{"table rows", "<table><tr><td>a</td><td>b</td></tr><tr><th>c<td><p>d</p></table>", "a\tb\n\nc\n\nd"},
		{"nothing that is not text", "<style>p{}</style>a<script>1<2</script><template>t</template><noscript>n</noscript>b", "ab"},
		{"entities and odd characters", "5&nbsp;&euro; caf&eacute; &amp;lt; &bogus; \u200bx\u00ad", "5\u00a0€ café &lt; &bogus; \u200bx\u00ad"},
		{"an unclosed comment", "<p>a</p><!-- <p>b</p><!-- <p>c</p>", "a\n\nb\n\nc"},
		{"an unclosed quote", `<p>a</p><a href="x>b</a><p>c</p>`, "a\n\nb\n\nc"},
		{"a page cut off inside a tag", `<p>a</p><a href="http://x`, "a"},
		{"an unclosed script", "<script>var x<p>a</p>", "var x\n\na"},
		{"an unclosed title", "<title>t<p>a</p>", "t\n\na"},
		{"a script that opens a script", "<script><!-- '<script>' </script><p>a</p>", "a"},
		{"nested templates", "<template><template>x</template>y</template>z", "z"},
		{"character data", "<![CDATA[<p>a</p>]]>", "a"},
		{"preformatted text", "<pre>a\n  b\n\nc</pre>d\ne", "a\nb\n\nc\n\nd e"},
		{"NUL", "a\x00b<p>c\x00", "ab\n\nc"},
		{"nothing", " <p> &nbsp; </p>\n", ""},
	} {
		if got := Text(c.in); got != c.want {
			t.Errorf("%s: Text(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

// Whatever the markup, Text takes time in proportion to its size.
func TestTextLinear(t *testing.T) {
	if race.On {
		t.Skip("measures time, which the race detector multiplies")
	}
	for _, unit := range []string{"<div>", "<b>", "<!--", `<a href="`, "<a '", "<a b=\">", "</", "<script>", "<title>", "</title", "<![CDATA[", "<template>", "<br>", "&", "<table><tr><td>"} {
		page := strings.Repeat(unit, 2_000_000/len(unit)) + "<p>The end of it.</p>"
		start := time.Now()
		Text(page)
		if d := time.Since(start); d > 2*time.Second {
			t.Errorf("%q repeated: %v", unit, d)
		}
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"<p>a<br>b</p>", "<!--<p>", "<a href='", "<script><!--<script></script>x", "<table><td>a<pre>\n\n</table>", "&nbsp;&#0;&#xD800;", "<![CDATA[<p>]]>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Text(strings.ToValidUTF8(s, "\uFFFD"))
		if !utf8.ValidString(got) {
			t.Errorf("Text(%q) is not UTF-8: %q", s, got)
		}
		for _, p := range strings.Split(got, "\n\n") {
			if got != "" && (p == "" || blank(p)) {
				t.Errorf("Text(%q) has an empty paragraph: %q", s, got)
			}
		}
	})
}
