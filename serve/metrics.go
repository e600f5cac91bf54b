package serve

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/VictoriaMetrics/metrics"
)

// measures are what /metrics tells in the text format of Prometheus. Nothing
// of what was asked or of who asked is in them.
type measures struct{ set *metrics.Set }

// seconds are the bounds of the buckets of times.
var seconds = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60}

func newMeasures(s *Server) *measures {
	m := &measures{metrics.NewSet()}
	m.set.NewGauge("chancery_connections", func() float64 { return float64(s.connections.count()) })
	m.set.NewGauge("chancery_requests_now", func() float64 { return float64(s.running.Load()) })
	m.set.NewGauge("chancery_exports_now", func() float64 { return float64(len(s.exports)) })
	return m
}

// answered counts a request by its route, never by its address.
func (m *measures) answered(method, route string, status int, took time.Duration) {
	if route == "" {
		route = "none" // refused before it was known what it asks for
	}
	m.set.GetOrCreateCounter(fmt.Sprintf("chancery_requests_total{route=%q,method=%q,status=\"%d\"}", route, methodOf(method), status)).Inc()
	m.set.GetOrCreatePrometheusHistogramExt(fmt.Sprintf("chancery_request_seconds{route=%q}", route), seconds).Update(took.Seconds())
}

// methodOf bounds the number of series: a method is what the caller makes up.
func methodOf(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return method
	}
	return "other"
}

func (m *measures) signIns(how string) {
	m.set.GetOrCreateCounter(fmt.Sprintf("chancery_sign_ins_total{result=%q}", how)).Inc()
}

func (m *measures) refused(why string) {
	m.set.GetOrCreateCounter(fmt.Sprintf("chancery_refused_total{why=%q}", why)).Inc()
}

// metrics tells how the server does, and how much the record holds.
func (s *Server) metrics(w http.ResponseWriter, r *http.Request) error {
	t, err := s.Store.Totals(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	for _, g := range []struct {
		name  string
		value int
	}{{"articles", t.Articles}, {"happenings", t.Happenings}, {"quarantined", t.Quarantined}} {
		metrics.WriteGaugeUint64(w, "chancery_record_"+g.name, uint64(g.value))
	}
	metrics.WriteGaugeUint64(w, fmt.Sprintf("chancery_build_info{version=%q}", s.Version), 1)
	s.measures.set.WritePrometheus(w)
	metrics.WriteProcessMetrics(w)
	return nil
}

// health tells that the process answers.
func (s *Server) health(w http.ResponseWriter, _ *http.Request) error { return fine(w) }

// ready tells that the record can be read and the server is not ending.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	if s.ending.Load() {
		return problem{http.StatusServiceUnavailable, errors.New("the server is ending")}
	}
	if err := s.Store.Ping(r.Context()); err != nil {
		return problem{http.StatusServiceUnavailable, fmt.Errorf("the record cannot be read: %w", err)}
	}
	return fine(w)
}

func fine(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err := fmt.Fprintln(w, "ok")
	return err
}
