package weights

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
)

// The manifest is that of the model beside it, and names a licence for every training set.
func TestManifestIsOfThisModel(t *testing.T) {
	var m struct {
		SHA256  string `json:"sha256"`
		Bytes   int    `json:"bytes"`
		Trained []struct {
			Set     string `json:"set"`
			Licence string `json:"licence"`
		} `json:"trained_on"`
		Training struct {
			Scores map[string]any `json:"scores"`
		} `json:"training"`
	}
	if err := json.Unmarshal(Manifest(), &m); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(Model())
	if got := hex.EncodeToString(sum[:]); got != m.SHA256 || len(Model()) != m.Bytes {
		t.Errorf("model.bin has %d bytes, SHA-256 %s; the manifest says %d, %s", len(Model()), got, m.Bytes, m.SHA256)
	}
	if len(m.Trained) == 0 || len(m.Training.Scores) == 0 {
		t.Error("the manifest lists no training sets or no scores")
	}
	for _, s := range m.Trained {
		if s.Set == "" || s.Licence == "" {
			t.Errorf("a training set without name or licence: %+v", s)
		}
	}
}
