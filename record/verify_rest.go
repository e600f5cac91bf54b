package record

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
)

// run gives run n as the audit log names it.
func (v *verifier) run(ctx context.Context, n int64) (string, error) {
	if v.runs == nil {
		v.runs = map[int64]string{}
		found, err := v.s.read.QueryContext(ctx, "SELECT n, code, model, lexicon FROM run")
		if err != nil {
			return "", err
		}
		defer found.Close()
		for found.Next() {
			var n int64
			var r Run
			if err := found.Scan(&n, &r.Code, &r.Model, &r.Lexicon); err != nil {
				return "", err
			}
			v.runs[n] = r.String()
		}
		if err := found.Err(); err != nil {
			return "", err
		}
	}
	return v.runs[n], nil
}

// rest compares what is in quarantine, and what people decided, with the
// audit log.
func (v *verifier) rest(ctx context.Context) error {
	faults, err := v.s.Quarantined(ctx)
	if err != nil {
		return err
	}
	for _, f := range faults {
		key := hex.EncodeToString(f.sum())
		if _, ok := v.faulty[key]; !ok || v.faulty[key] != string(marshal(f.detail())) {
			v.fault("number %d in quarantine is not what the audit log says", f.N)
		}
		delete(v.faulty, key)
	}
	for _, detail := range v.faulty {
		v.fault("quarantine lacks %s", detail)
	}
	found, err := v.s.read.QueryContext(ctx, sqlDecisions)
	if err != nil {
		return err
	}
	lines, err := texts(found)
	if err != nil {
		return err
	}
	for _, l := range lines {
		n, _, _ := strings.Cut(l, " ")
		if d := v.decided[n]; d != string(marshal(hashed(l))) && d != string(marshal(l)) { // whole, in records of old
			v.fault("decision %s is not what the audit log says", n)
		}
		delete(v.decided, n)
	}
	for n := range v.decided {
		v.fault("decision %s is in the audit log and not in the record", n)
	}
	kept, err := v.s.Snapshot(ctx)
	if err != nil {
		return err
	}
	if anew, err := snapshotAnew(ctx, v.s.read); err != nil || anew != kept {
		v.fault("the snapshot that is kept is not that of the articles (%v): chancery rebuild makes it anew", err)
	}
	return nil
}

// marshal prints what always can be printed.
func marshal(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("cannot be printed: %v", err)) // a bug
	}
	return raw
}
