package alert

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/record"
)

// payload is the body of a webhook.
type payload struct {
	Type      string `json:"type"` // "search.news" or "search.test"
	Timestamp string `json:"timestamp"`
	Data      struct {
		Search searchData `json:"search"`
		News   []Item     `json:"news"`
	} `json:"data"`
}

type searchData struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Query string `json:"query"`
	Link  string `json:"link"`
}

func (m Message) payload() ([]byte, error) {
	p := payload{Type: "search.news", Timestamp: m.At.UTC().Format(time.RFC3339)}
	if m.Test {
		p.Type = "search.test"
	}
	p.Data.Search = searchData{m.Search.ID, m.Search.Name, m.Search.Query, m.Site + "/searches/" + m.Search.ID}
	p.Data.News = append([]Item{}, m.Items...)
	return json.Marshal(p)
}

// webhook posts a message, signed as Standard Webhooks says.
func (r *Runner) webhook(ctx context.Context, a record.Alert, m Message) error {
	body, err := m.payload()
	if err != nil {
		return err
	}
	signature, err := Sign(a.Secret, m.ID, m.At, body)
	if err != nil {
		return err
	}
	return r.Post.Send(ctx, fetch.Post{URL: a.Target, Body: body, Header: map[string]string{"Content-Type": "application/json", "Webhook-Id": m.ID,
		"Webhook-Timestamp": strconv.FormatInt(m.At.Unix(), 10), "Webhook-Signature": signature}})
}

// Sign gives the signature of a webhook: HMAC-SHA256 over id, time and body,
// keyed with a secret such as "whsec_" and 24 to 64 bytes in base64.
func Sign(secret, id string, at time.Time, body []byte) (string, error) {
	key, err := keyOf(secret)
	if err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%s.%d.", id, at.Unix())
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)), nil
}

func keyOf(secret string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, "whsec_"))
	if err != nil || len(key) < 24 || len(key) > 64 {
		return nil, fmt.Errorf("a webhook's secret is whsec_ and 24 to 64 bytes in base64; leave it out, and one is made")
	}
	return key, nil
}

// CheckSecret refuses a secret that cannot sign.
func CheckSecret(secret string) error {
	_, err := keyOf(secret)
	return err
}
