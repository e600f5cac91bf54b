package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// TestBusy proves that a request waits for its turn, and that turns, bodies
// and exports that are too many are told to come again.
func TestBusy(t *testing.T) {
	s := server(t, "Jane Doe")
	for range cap(s.exports) {
		s.exports <- struct{}{}
	}
	for _, path := range []string{"/export?format=csv", "/api/v1/export"} {
		if w := get(s, path); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
	if w := get(s, "/"); w.Code != http.StatusOK {
		t.Errorf("a page beside exports: status %d", w.Code)
	}
	for range cap(s.turns) {
		s.turns <- struct{}{}
	}
	go func() {
		time.Sleep(50 * time.Millisecond)
		<-s.turns
	}()
	if w := get(s, "/"); w.Code != http.StatusOK {
		t.Errorf("after a turn was free: status %d", w.Code)
	}
	if len(s.turns) != cap(s.turns)-1 {
		t.Errorf("%d turns are taken after the answer", len(s.turns))
	}
	if w := get(s, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("health while busy: status %d", w.Code)
	}
	if !s.held.TryAcquire(heldBytes) {
		t.Fatal("bytes are held")
	}
	if w := ask(s, "POST", "/signin", map[string][]string{"name": {"x"}}); w.Code != http.StatusServiceUnavailable {
		t.Errorf("a body more than fits: status %d", w.Code)
	}
}

// TestBodies proves that bodies are bounded and must come whole.
func TestBodies(t *testing.T) {
	s := guarded(t)
	for _, c := range []struct {
		name string
		body io.Reader
		long int64
		want int
	}{
		{"too long", strings.NewReader(strings.Repeat("x", maxBody+1)), maxBody + 1, http.StatusRequestEntityTooLarge},
		{"too long, without saying so", strings.NewReader(strings.Repeat("x", maxBody+1)), -1, http.StatusRequestEntityTooLarge},
		{"broken off", io.MultiReader(strings.NewReader("name="), broken{}), 100, http.StatusRequestTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/signin", c.body)
			r.Host, r.ContentLength = "127.0.0.1:8440", c.long
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			s.ServeHTTP(w, r)
			if w.Code != c.want {
				t.Errorf("status %d, want %d", w.Code, c.want)
			}
		})
	}
	if !s.held.TryAcquire(heldBytes) {
		t.Error("bytes are held after the answers")
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// TestPanicsGiveBackTheirTurn proves that a page that fails takes nothing with it.
func TestPanicsGiveBackTheirTurn(t *testing.T) {
	s := server(t)
	h := s.guard(s.bounded(func(http.ResponseWriter, *http.Request) { panic("a bug") }))
	for range 2 * atOnce {
		if w := get(h, "/"); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "a bug") {
			t.Fatalf("status %d: %s", w.Code, w.Body)
		}
	}
	if len(s.turns) > 0 {
		t.Errorf("%d turns are lost", len(s.turns))
	}
}

// serving gives the address of a server as Serve runs it, with few connections.
func serving(t *testing.T, s *Server) string {
	t.Helper()
	s.Listen = "127.0.0.1:0"
	ctx, stop := context.WithCancel(context.Background())
	at, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- s.Serve(ctx, func(a fmt.Stringer) { at <- a.String() }) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	select {
	case a := <-at:
		return a
	case err := <-ended:
		t.Fatal(err)
		return ""
	}
}

// TestHalfOpenConnections proves that connections on which nothing is asked,
// however many, leave room for one on which something is.
func TestHalfOpenConnections(t *testing.T) {
	s := server(t, "Jane Doe")
	s.connections = newConnections(20)
	address := serving(t, s)
	var all []net.Conn
	for i := range 60 {
		c, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if i%2 == 0 {
			fmt.Fprint(c, "GET / HTTP/1.1\r\nHost: ")
		}
		all = append(all, c)
	}
	r, err := http.Get("http://" + address + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Errorf("status %d", r.StatusCode)
	}
	if n := s.connections.count(); n > 20 {
		t.Errorf("%d connections are open", n)
	}
	all[0].SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := bufio.NewReader(all[0]).ReadByte(); err == nil || strings.Contains(err.Error(), "timeout") {
		t.Errorf("the oldest is open still: %v", err)
	}
}
