package main

import (
	"os"
	"testing"
)

// TestMain lets this test binary be the worker that ingest starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		main()
		return
	}
	os.Exit(m.Run())
}
