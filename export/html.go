package export

import (
	"html"
	"io"
	"strings"

	"github.com/chancery-project/chancery/story"
)

// HTML writes a dossier as one page that needs nothing else, in any browser,
// and prints well. Nothing of an article is markup in it.
func HTML(w io.Writer, d *story.Dossier) error {
	p := &htmlPage{}
	compose(p, d)
	p.close(-1)
	_, err := io.WriteString(w, p.b.String()+"<footer>chancery · snapshot "+html.EscapeString(d.Snapshot)+accuracy(d)+"</footer>\n</main>\n</body>\n</html>\n")
	return err
}

// accuracy says how often the machine is right, where that was measured.
func accuracy(d *story.Dossier) string {
	if d.Accuracy == "" {
		return ""
	}
	return " · " + html.EscapeString(d.Accuracy)
}

type htmlPage struct {
	b     strings.Builder
	depth int // of open lists
}

const htmlStyle = `body{font:16px/1.5 Georgia,"Times New Roman",serif;margin:0;color:#1a1a1a;background:#fff}
main{max-width:46rem;margin:0 auto;padding:2rem 1rem}h1{font-size:1.8rem;margin:0}h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid #999}
p,footer{color:#444}footer{margin-top:3rem;font-size:.75rem;overflow-wrap:anywhere}ul{padding-left:1.2rem;margin:.2rem 0}li{margin:.3rem 0}li li{font-size:.92rem;color:#333}a{color:#0b4a8f}
@media(prefers-color-scheme:dark){body{color:#e6e6e6;background:#161616}p,footer,li li{color:#bbb}a{color:#8ab8f0}}
@media print{body{font-size:11pt;color:#000;background:#fff}main{max-width:none;padding:0}h2{break-after:avoid}li{break-inside:avoid}a{color:#000;text-decoration:none}a::after{content:" (" attr(href) ")";font-size:.8em;overflow-wrap:anywhere}}`

func (p *htmlPage) title(s string) {
	t := html.EscapeString(s)
	p.b.WriteString("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n" +
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>" + t +
		"</title>\n<style>" + htmlStyle + "</style>\n</head>\n<body>\n<main>\n<h1>" + t + "</h1>\n")
}

func (p *htmlPage) note(s string)    { p.b.WriteString("<p>" + html.EscapeString(s) + "</p>\n") }
func (p *htmlPage) section(s string) { p.b.WriteString("<h2>" + html.EscapeString(s) + "</h2>\n") }
func (p *htmlPage) end()             { p.close(-1) }

// close ends lists that are deeper than depth.
func (p *htmlPage) close(depth int) {
	for ; p.depth > depth+1; p.depth-- {
		p.b.WriteString("</li>\n</ul>\n")
	}
}

func (p *htmlPage) item(depth int, runs ...run) {
	p.close(depth)
	if p.depth == depth+1 {
		p.b.WriteString("</li>\n")
	}
	for ; p.depth <= depth; p.depth++ {
		p.b.WriteString("<ul>\n")
	}
	p.b.WriteString("<li>")
	for _, r := range runs {
		switch s := html.EscapeString(r.text); {
		case r.bold:
			p.b.WriteString("<strong>" + s + "</strong>")
		case r.link != "":
			p.b.WriteString(`<a href="` + html.EscapeString(r.link) + `" rel="noopener noreferrer">` + s + "</a>")
		default:
			p.b.WriteString(s)
		}
	}
}
