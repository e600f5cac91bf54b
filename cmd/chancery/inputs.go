package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/chancery-project/chancery/fetch"
	"github.com/chancery-project/chancery/pipeline"
	"github.com/chancery-project/chancery/read"
)

// inputs turns arguments into sources. A folder gives its files, hidden ones
// left out, in the order of their names. What does not exist is a source that
// fails when opened, so that the others are read.
func inputs(args []string, f readFlags, client *fetch.Client) ([]pipeline.Source, error) {
	format, err := read.ParseFormat(f.as)
	if err != nil {
		return nil, fmt.Errorf("--as: %w", err)
	}
	base := read.Input{As: format, Published: f.published, Outlet: f.outlet, URL: f.url, Ref: f.ref}
	var out []pipeline.Source
	for _, arg := range args {
		switch {
		case arg == "-":
			out = append(out, stdinSource(base))
		case strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://"):
			out = append(out, urlSource(base, arg, client))
		default:
			info, err := os.Stat(arg)
			if err != nil || !info.IsDir() {
				out = append(out, fileSource(base, arg, info))
				continue
			}
			files, err := folder(arg)
			if err != nil {
				return nil, err
			}
			if len(files) == 0 {
				return nil, fmt.Errorf("%s: the folder holds no files", arg)
			}
			for _, name := range files {
				info, _ := os.Stat(name) // a file that vanished fails when opened
				out = append(out, fileSource(base, name, info))
			}
		}
	}
	return out, nil
}

func folder(root string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if path != root && strings.HasPrefix(d.Name(), ".") {
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if d.Type().IsRegular() {
			files = append(files, path)
		}
		return nil
	})
	return files, err
}

func stdinSource(base read.Input) pipeline.Source {
	return pipeline.Source{Name: "standard input", Once: true, Open: func(context.Context) (read.Input, io.Closer, error) {
		in := base
		in.Name, in.Body = "standard input", os.Stdin
		return in, io.NopCloser(nil), nil
	}}
}

func fileSource(base read.Input, name string, info fs.FileInfo) pipeline.Source {
	size := int64(0)
	if info != nil {
		size = info.Size()
	}
	return pipeline.Source{Name: name, Size: size, Open: func(context.Context) (read.Input, io.Closer, error) {
		file, err := os.Open(name)
		if err != nil {
			return read.Input{}, nil, err
		}
		in := base
		in.Name, in.Body = name, file
		return in, file, nil
	}}
}

func urlSource(base read.Input, address string, client *fetch.Client) pipeline.Source {
	return pipeline.Source{Name: address, Once: true, Open: func(ctx context.Context) (read.Input, io.Closer, error) {
		page, err := client.Get(ctx, address)
		if err != nil {
			return read.Input{}, nil, err
		}
		in := base
		in.Name, in.ContentType, in.Body = address, page.ContentType, bytes.NewReader(page.Body)
		if in.URL == "" {
			in.URL = page.URL
		}
		return in, io.NopCloser(nil), nil
	}}
}
