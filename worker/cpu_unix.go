//go:build unix

package worker

import (
	"syscall"
	"time"
)

// cpuTime is the processor time that this process has taken.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0 // the limit on the time without an answer holds still
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
