package alert_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chancery-project/chancery/alert"
	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/record"
)

// mailServer is a small server of SMTP with STARTTLS and one user.
type mailServer struct {
	l       net.Listener
	secure  *tls.Config
	wrapped bool // TLS from the first byte
	plain   bool // no STARTTLS
	refuse  int  // so many mails are refused for now

	mu    sync.Mutex
	mails []string // of those under TLS; "PLAIN " goes before the others
	users []string
}

func newMailServer(t *testing.T, s *mailServer) (*mailServer, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(cert)
	s.secure = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}
	if s.l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.l.Close() })
	go func() {
		for {
			c, err := s.l.Accept()
			if err != nil {
				return
			}
			go s.talk(c)
		}
	}()
	return s, roots
}

func (s *mailServer) port() int { return s.l.Addr().(*net.TCPAddr).Port }

// talk answers one client, by RFC 5321.
func (s *mailServer) talk(c net.Conn) {
	defer func() { c.Close() }()
	under := s.wrapped
	if s.wrapped {
		c = tls.Server(c, s.secure)
	}
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprint(c, line+"\r\n") }
	say("220 mail.example ready")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		verb, rest, _ := strings.Cut(strings.TrimRight(line, "\r\n"), " ")
		switch strings.ToUpper(verb) {
		case "EHLO":
			say("250-mail.example")
			if !under && !s.plain {
				say("250-STARTTLS")
			}
			say("250 AUTH PLAIN")
		case "STARTTLS":
			say("220 go on")
			c = tls.Server(c, s.secure)
			in, under = bufio.NewReader(c), true
		case "AUTH":
			_, code, _ := strings.Cut(rest, " ")
			who, _ := base64.StdEncoding.DecodeString(code)
			s.mu.Lock()
			s.users = append(s.users, fmt.Sprintf("%q tls=%v", who, under))
			s.mu.Unlock()
			say("235 welcome")
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for {
				line, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if line == ".\r\n" {
					break
				}
				b.WriteString(strings.TrimPrefix(line, "."))
			}
			s.mu.Lock()
			if s.refuse > 0 {
				s.refuse--
				say("451 try again later")
			} else {
				mark := ""
				if !under {
					mark = "PLAIN "
				}
				s.mails = append(s.mails, mark+b.String())
				say("250 taken")
			}
			s.mu.Unlock()
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 well")
		}
	}
}

func (d *desk) mailFrom(s *mailServer, roots *x509.CertPool, how string) {
	d.t.Helper()
	m, err := alert.ParseMailer(fmt.Sprintf("%s127.0.0.1:%d%s", strings.Split(how, "|")[0], s.port(), strings.Split(how, "|")[1]), "Chancery <room@example.org>")
	if err != nil {
		d.t.Fatal(err)
	}
	m.Server, m.Roots = fetch.New(fetch.Options{AllowPrivate: true}), roots
	d.Mail = m
}

// TestMail proves that news come by mail under TLS, with a password where one
// is set, once, and that the message can be read by any mail program.
func TestMail(t *testing.T) {
	for _, c := range []struct {
		name, how string
		server    *mailServer
	}{
		{"STARTTLS", "smtp://me:pass@|", &mailServer{}},
		{"TLS from the first byte", "smtps://me:pass@|", &mailServer{wrapped: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, "party:IRQ type:CONSULT")
			s, roots := newMailServer(t, c.server)
			d.add(record.Mail, "desk@example.org")
			report(t, d.Store, held)
			d.run("no server is named: it waits", 1, 0, 0, 0)
			d.mailFrom(s, roots, c.how)
			d.run("one is named", 0, 1, 0, 0)
			d.run("again", 0, 0, 0, 0)
			if len(s.users) != 1 || s.users[0] != `"\x00me\x00pass" tls=true` {
				t.Errorf("%v", s.users)
			}
			if len(s.mails) != 1 {
				t.Fatalf("%d mails", len(s.mails))
			}
			m, err := netmail.ReadMessage(strings.NewReader(s.mails[0]))
			if err != nil {
				t.Fatal(err)
			}
			subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			if err != nil || !strings.HasPrefix(subject, "[Chancery] Iraq <talks>: planned → happened: ") {
				t.Errorf("subject %q %v", subject, err)
			}
			if !strings.HasPrefix(m.Header.Get("Message-ID"), "<msg_") || m.Header.Get("Auto-Submitted") != "auto-generated" || m.Header.Get("To") != "<desk@example.org>" {
				t.Errorf("%v", m.Header)
			}
			body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
			if err != nil || !strings.Contains(string(body), "“The United States and Iraq held strategic talks by video link on Wednesday.”") ||
				!strings.Contains(string(body), "http://room.example/searches/"+d.search.ID) {
				t.Errorf("%s %v", body, err)
			}
		})
	}
}

// TestMailIsRetried proves that a mail which the server refuses for now comes
// again under the same id.
func TestMailIsRetried(t *testing.T) {
	d := newDesk(t, "type:ASSAULT")
	s, roots := newMailServer(t, &mailServer{refuse: 1})
	d.mailFrom(s, roots, "smtp://|")
	d.add(record.Mail, "desk@example.org")
	report(t, d.Store, attack)
	d.run("refused", 1, 0, 1, 0)
	d.now = d.now.Add(10 * time.Second)
	d.run("taken", 0, 1, 0, 0)
	if len(s.mails) != 1 {
		t.Errorf("%d mails", len(s.mails))
	}
}

// TestMailStaysUnderTLS proves that nothing is sent in the clear to a server
// without TLS, or to one that nobody vouches for, unless it is asked for.
func TestMailStaysUnderTLS(t *testing.T) {
	for _, c := range []struct {
		name, how string
		server    *mailServer
		trusted   bool
		sent      int
	}{
		{"no TLS", "smtp://|", &mailServer{plain: true}, true, 0},
		{"an unknown certificate", "smtp://|", &mailServer{}, false, 0},
		{"told to do without", "smtp://|?tls=none", &mailServer{plain: true}, true, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newDesk(t, "type:ASSAULT")
			s, roots := newMailServer(t, c.server)
			if !c.trusted {
				roots = x509.NewCertPool()
			}
			d.mailFrom(s, roots, c.how)
			d.add(record.Mail, "desk@example.org")
			report(t, d.Store, attack)
			d.run(c.name, 1, c.sent, 1-c.sent, 0)
			if len(s.mails) != c.sent {
				t.Errorf("%d mails", len(s.mails))
			}
		})
	}
}

// TestAddressesOfMail proves which servers and addresses are taken.
func TestAddressesOfMail(t *testing.T) {
	for _, c := range []struct {
		address, from string
		want          string // host, port, TLS
	}{
		{"smtp://mail.example", "a@b.example", "mail.example 587 must"},
		{"smtp://u:p@mail.example:25?tls=may", "a@b.example", "mail.example 25 may"},
		{"smtps://mail.example", "a@b.example", "mail.example 465 wrapped"},
		{"smtp://u:p@mail.example?tls=none", "a@b.example", ""},
		{"mail.example:25", "a@b.example", ""},
		{"http://mail.example", "a@b.example", ""},
		{"smtp://mail.example", "nobody", ""},
		{"smtp://mail.example?tls=never", "a@b.example", ""},
	} {
		m, err := alert.ParseMailer(c.address, c.from)
		got := ""
		if err == nil {
			got = m.Host + " " + strconv.Itoa(m.Port) + " " + m.TLS
		} else if strings.Contains(err.Error(), "u:p") {
			t.Errorf("%s: the error tells the password: %v", c.address, err)
		}
		if got != c.want {
			t.Errorf("%s: got %q %v, want %q", c.address, got, err, c.want)
		}
	}
	for _, bad := range []string{"", "desk", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"} {
		if alert.Check(record.Mail, bad) == nil {
			t.Errorf("mail to %q was taken", bad)
		}
	}
	for _, bad := range []string{"", "desk", "ftp://x.example", "javascript:alert(1)", "https://"} {
		if alert.Check(record.Webhook, bad) == nil {
			t.Errorf("a webhook to %q was taken", bad)
		}
	}
}
