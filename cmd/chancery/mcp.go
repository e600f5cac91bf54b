package main

import (
	"github.com/chancery-project/chancery/mcp"
	"github.com/spf13/cobra"
)

func mcpCommand() *cobra.Command {
	var f recordFlags
	c := &cobra.Command{
		Use:   "mcp",
		Short: "Let an assistant ask the record (Model Context Protocol)",
		Long: `Mcp answers an analyst's assistant on the standard streams: find, dossier, due, happening, article. All of it only
reads, and every fact comes with the sentence that it comes from. Name this command in the assistant's settings.`,
		Example: `  chancery mcp --record iraq.db`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			store, err := f.openSettled(cmd.Context())
			if err != nil {
				return err
			}
			defer store.Close()
			return mcp.Serve(cmd.Context(), store, version)
		},
	}
	f.addFile(c)
	return c
}
