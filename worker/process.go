package worker

import (
	"bufio"
	"context"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// process is a running worker.
type process struct {
	cmd     *exec.Cmd
	stdin   io.WriteCloser
	out     *bufio.Writer
	to      *gob.Encoder
	replies chan message // closed when the worker is gone
	stop    chan struct{}
	stderr  tail
}

// startTime is how long a worker may take until it is ready.
const startTime = 2 * time.Minute

func start(ctx context.Context, command func() *exec.Cmd) (*process, error) {
	p := &process{cmd: command(), replies: make(chan message), stop: make(chan struct{})}
	p.cmd.Stderr = &p.stderr
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("starting a worker: %w", err)
	}
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("starting a worker: %w", err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting a worker: %w", err)
	}
	p.out = bufio.NewWriterSize(p.stdin, 1<<16)
	p.to = gob.NewEncoder(p.out)
	go func() {
		defer close(p.replies)
		from := gob.NewDecoder(bufio.NewReaderSize(stdout, 1<<16))
		for {
			var m message
			if from.Decode(&m) != nil {
				return // it is gone; how is told by its end
			}
			select {
			case p.replies <- m:
			case <-p.stop:
				return
			}
		}
	}()
	m, err := p.reply(ctx, startTime, nil)
	if err == nil && m.Failed {
		err = errors.New(m.Text)
	}
	if err != nil {
		p.kill()
		return nil, err
	}
	return p, nil
}

func (p *process) send(m message) error {
	if err := p.to.Encode(m); err != nil {
		return err
	}
	return p.out.Flush()
}

// reply waits for an answer, for at most wall of the time in which waiting,
// where it is not nil, says that the worker has all it needs.
func (p *process) reply(ctx context.Context, wall time.Duration, waiting func() bool) (message, error) {
	step := min(wall, time.Second)
	timer := time.NewTimer(step)
	defer timer.Stop()
	for left := wall; ; timer.Reset(step) {
		select {
		case m, ok := <-p.replies:
			if !ok {
				return m, p.death()
			}
			return m, nil
		case <-ctx.Done():
			p.kill()
			return message{}, ctx.Err()
		case <-timer.C:
			if waiting != nil && !waiting() {
				continue
			}
			if left -= step; left <= 0 {
				p.kill()
				return message{}, fmt.Errorf("it gave no answer for %v and was stopped", wall)
			}
		}
	}
}

// death says how a worker that is gone came to its end.
func (p *process) death() error {
	p.stdin.Close()
	err := p.cmd.Wait()
	said := firstLine(p.stderr.String())
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit) && (exit.ExitCode() == exitCPU || exit.ExitCode() == exitMemory):
		return errors.New(said)
	case said != "":
		return fmt.Errorf("the worker crashed: %s", said)
	case err != nil:
		return fmt.Errorf("the worker crashed: %w", err)
	}
	return errors.New("the worker ended before its work was done")
}

// kill ends the worker, whatever it does.
func (p *process) kill() {
	// Errors would say that it is gone already.
	_ = p.cmd.Process.Kill()
	close(p.stop)
	p.stdin.Close()
	_ = p.cmd.Wait()
}

// leave lets an idle worker end by itself.
func (p *process) leave() {
	p.stdin.Close()
	close(p.stop)
	_ = p.cmd.Wait() // it had nothing to do that could fail
}

// tail keeps the beginning of what a worker says of its end.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

const maxSaid = 4 << 10

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p[:min(len(p), maxSaid-len(t.buf))]...)
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	return s
}
