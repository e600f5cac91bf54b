package serve

import (
	"context"

	"github.com/chancery-project/chancery/account"
	"github.com/chancery-project/chancery/alert"
	"github.com/chancery-project/chancery/record"
)

func (s *Server) apiSearches(ctx context.Context, _ *struct{}) (*single[[]record.Search], error) {
	all, err := s.Store.Searches(ctx, account.From(ctx).Name)
	return &single[[]record.Search]{append([]record.Search{}, all...)}, err
}

func (s *Server) apiNews(ctx context.Context, in *struct {
	ID    string `path:"id" maxLength:"200"`
	Limit int    `query:"limit" minimum:"1" maximum:"1000" default:"50"`
}) (*single[[]alert.Item], error) {
	f, err := s.Store.Search(ctx, account.From(ctx).Name, in.ID)
	if err != nil {
		return nil, answer(err)
	}
	news, err := s.Store.News(ctx, f.ID, in.Limit)
	out := []alert.Item{}
	for _, n := range news {
		out = append(out, alert.ItemOf(n, ""))
	}
	return &single[[]alert.Item]{out}, err
}

func (s *Server) apiFeeds(ctx context.Context, _ *struct{}) (*single[[]record.Feed], error) {
	all, err := s.Store.Feeds(ctx)
	return &single[[]record.Feed]{append([]record.Feed{}, all...)}, err
}
