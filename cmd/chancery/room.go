package main

import (
	"context"
	"fmt"
	"io"

	"github.com/chancery-project/chancery/serve"
	"github.com/spf13/cobra"
)

// roomFlags say what goes on around the reading room: alerts are sent.
type roomFlags struct {
	sender senderFlags
}

func (f *roomFlags) add(c *cobra.Command) {
	f.sender.add(c)
	c.Flags().BoolVar(&f.sender.private, "allow-private", false, "let webhooks go to private and local addresses")
}

// around starts what goes on beside the pages of a record, until ctx ends or
// end is called. Over a record that is open for reading nothing does.
func (f *roomFlags) around(ctx context.Context, o *serve.Options, errOut io.Writer) (end func(), err error) {
	if !o.Store.Writable() {
		return func() {}, nil
	}
	if f.sender.site == "" {
		scheme := "http://"
		if o.CertFile != "" {
			scheme = "https://"
		}
		f.sender.site = scheme + o.Listen
	}
	alerts, err := f.sender.runner(o.Store, nil)
	if err != nil {
		return nil, err
	}
	o.Mail = alerts.Mail != nil
	o.Wake, end = inBackground(ctx, alerts, func(err error) { fmt.Fprintln(errOut, "chancery: alerts are sent no more:", err) })
	return end, nil
}
