package alert

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	netmail "net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/wording"
	mail "github.com/wneessen/go-mail"
)

// Mailer sends mail through one server.
type Mailer struct {
	Server *fetch.Client // connects; the server is the operator's choice, so private addresses may be allowed to it
	Host   string
	Port   int
	User   string
	Pass   string
	From   string
	TLS    string         // "must" (STARTTLS or nothing), "wrapped" (from the first byte), "may" or "none"
	Roots  *x509.CertPool // whom to trust; nil: those of the system
}

// mailTime is how long a mail may take.
const mailTime = time.Minute

// ParseMailer reads the address of a mail server: smtp://user:password@host:587,
// with STARTTLS demanded unless ?tls=may or ?tls=none follows, or smtps:// for
// TLS from the first byte.
func ParseMailer(address, from string) (*Mailer, error) {
	const form = "smtp://user:password@host:587 or smtps://user:password@host"
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" { // the address holds a password: it is not repeated
		return nil, fmt.Errorf("the mail server cannot be read: write it as %s", form)
	}
	m := &Mailer{Host: u.Hostname(), User: u.User.Username(), From: from, TLS: "must"}
	m.Pass, _ = u.User.Password()
	switch u.Scheme {
	case "smtp":
		m.Port = 587
		if how := u.Query().Get("tls"); how != "" {
			m.TLS = how
		}
	case "smtps":
		m.Port, m.TLS = 465, "wrapped"
	default:
		return nil, fmt.Errorf("the mail server's address begins with %q: write it as %s", u.Scheme, form)
	}
	if u.Port() != "" {
		if m.Port, err = strconv.Atoi(u.Port()); err != nil {
			return nil, fmt.Errorf("the mail server's port %q is no number", u.Port())
		}
	}
	switch m.TLS {
	case "must", "wrapped", "may":
	case "none":
		if m.User != "" {
			return nil, fmt.Errorf("a password is not sent without TLS: leave out ?tls=none")
		}
	default:
		return nil, fmt.Errorf("?tls=%s is none of must, may, none", m.TLS)
	}
	if err := checkMail(from); err != nil {
		return nil, fmt.Errorf("the sender of mail (--mail-from): %w", err)
	}
	return m, nil
}

func checkMail(address string) error {
	a, err := netmail.ParseAddress(address)
	if err != nil || strings.ContainsAny(address, "\r\n") || !strings.Contains(a.Address, "@") {
		return fmt.Errorf("%q is no address of mail such as desk@example.org", address)
	}
	return nil
}

// Send sends a message to one address.
func (s *Mailer) Send(ctx context.Context, to string, m Message) error {
	msg := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := msg.From(s.From); err != nil {
		return fmt.Errorf("the sender %q: %w", s.From, err)
	}
	if err := msg.To(to); err != nil {
		return fmt.Errorf("the receiver %q: %w", to, err)
	}
	_, domain, _ := strings.Cut(msg.GetFrom()[0].Address, "@")
	msg.SetMessageIDWithValue(m.ID + "@" + domain) // the same at every try: who gets it twice can tell
	msg.SetDateWithValue(m.At)
	msg.SetGenHeader("Auto-Submitted", "auto-generated")
	msg.Subject(m.subject())
	msg.SetBodyString(mail.TypeTextPlain, m.text())
	secure := &tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots}
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(mailTime), mail.WithDialContextFunc(s.Server.DialMail), mail.WithTLSConfig(secure)}
	auth := mail.SMTPAuthAutoDiscover
	switch s.TLS {
	case "wrapped":
		options = append(options, mail.WithDialContextFunc(s.Server.DialMailTLS(secure)), mail.WithSSL())
		auth = mail.SMTPAuthPlain // the library does not see that the connection is wrapped already
	case "may":
		options = append(options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	case "none":
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(auth), mail.WithUsername(s.User), mail.WithPassword(s.Pass))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return fmt.Errorf("the mail server %s: %w", s.Host, err)
	}
	if err := client.DialAndSendWithContext(ctx, msg); err != nil {
		return fmt.Errorf("the mail server %s: %w", s.Host, err)
	}
	return nil
}

func (m Message) subject() string {
	switch {
	case m.Test:
		return fmt.Sprintf("[Chancery] %s: a test", m.Search.Name)
	case len(m.Items) == 1:
		return fmt.Sprintf("[Chancery] %s: %s", m.Search.Name, m.Items[0].Title)
	}
	return fmt.Sprintf("[Chancery] %s: %d steps", m.Search.Name, len(m.Items))
}

// text is a message as plain text, so that words of articles stay words.
func (m Message) text() string {
	var b strings.Builder
	if m.Test {
		b.WriteString("This is a test: news of this search will come to this address.\n\n")
	}
	for _, it := range m.Items {
		fmt.Fprintf(&b, "%s\n", it.Title)
		for _, e := range it.Evidence {
			outlet := e.Outlet
			if outlet == "" {
				outlet = "an unnamed outlet"
			}
			fmt.Fprintf(&b, "  “%s”\n  (%s, %s)\n", strings.Join(strings.Fields(e.Text), " "), outlet, wording.Day(dayOf(e.Published)))
		}
		fmt.Fprintf(&b, "  %s\n\n", it.Link)
	}
	query := m.Search.Query
	if query == "" {
		query = "everything"
	}
	fmt.Fprintf(&b, "-- \nSearch: %s (%s)\nTo change or end this: %s/searches/%s\n", m.Search.Name, query, m.Site, m.Search.ID)
	return b.String()
}
