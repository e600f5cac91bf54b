// Package account tells who asks and what they may do.
package account

import (
	"context"
	"fmt"
)

// Role is what somebody may do. Each may do all that those before it may.
type Role uint8

// The roles. Anonymous is everybody's and Monitor a token's only; users have
// one of the others.
const (
	Anonymous Role = iota
	Monitor        // sees how the server does
	Reader         // sees everything in the record
	Analyst        // decides, comments, saves searches, sets alerts on them
	Admin          // users and feeds, too
)

var names = [...]string{"anonymous", "monitor", "reader", "analyst", "admin"}

func (r Role) String() string { return names[r] }

// ParseRole gives the role of a user by its name.
func ParseRole(name string) (Role, error) {
	for r := Reader; r <= Admin; r++ {
		if r.String() == name {
			return r, nil
		}
	}
	return 0, fmt.Errorf("role %q is none of reader, analyst, admin", name)
}

// User is who asks.
type User struct {
	Name string
	Role Role
}

// May tells whether u has a role, or one above it, by its name.
func (u User) May(role string) (bool, error) {
	needs, err := ParseRole(role)
	return err == nil && u.Role >= needs, err
}

type key struct{}

// With gives a context in which u asks.
func With(ctx context.Context, u User) context.Context { return context.WithValue(ctx, key{}, u) }

// From gives who asks in ctx; the zero User, who is anonymous, where nobody is
// named.
func From(ctx context.Context) User {
	u, _ := ctx.Value(key{}).(User)
	return u
}
