package stack

import (
	"strings"
	"testing"
)

func TestPanicked(t *testing.T) {
	if got := Panicked(); got != "no stack" {
		t.Errorf("without a panic it is %q", got)
	}
	defer func() {
		recover()
		if got := Panicked(); !strings.Contains(got, "stack_test.go:") {
			t.Errorf("got %q", got)
		}
	}()
	var none []int
	_ = none[3]
}
