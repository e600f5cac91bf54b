package serve

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/chancery-project/chancery/account"
)

// userRoutes are those by which an admin keeps the users.
var userRoutes = []route{
	{"GET /users", account.Admin, bySession((*Server).users)},
	{"POST /users", account.Admin, bySession((*Server).addUser)},
	{"POST /users/{name}/role", account.Admin, bySession((*Server).changeRole)},
	{"POST /users/{name}/password", account.Admin, bySession((*Server).givePassword)},
	{"POST /users/{name}/remove", account.Admin, bySession((*Server).removeUser)},
	{"POST /users/{name}/back", account.Admin, bySession((*Server).bringBack)},
	{"POST /users/{name}/tokens/{id}/revoke", account.Admin, bySession((*Server).revokeUsers)},
}

// usersPage is what an admin sees of the users.
type usersPage struct {
	Members []member
	Roles   []account.Role
	Me      string
	Now     string
	Done    string // what was done just now
	Fault   string
	Name    string // what was filled in, where it was refused
	Role    account.Role
}

// member is a user with the tokens that programs hold in that name.
type member struct {
	account.Member
	Tokens []account.Token
}

func (s *Server) users(w http.ResponseWriter, r *http.Request, who asking) error {
	return s.showUsers(w, r, who, http.StatusOK, usersPage{})
}

func (s *Server) showUsers(w http.ResponseWriter, r *http.Request, who asking, status int, p usersPage) error {
	p.Me, p.Now, p.Roles = who.Name, time.Now().UTC().Format(time.RFC3339), []account.Role{account.Reader, account.Analyst, account.Admin}
	all, err := s.Accounts.Users(r.Context())
	if err != nil {
		return err
	}
	tokens, err := s.Accounts.Tokens(r.Context(), "")
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b account.Member) int { // those who may come in first
		return strings.Compare(a.Removed, b.Removed)
	})
	for _, m := range all {
		p.Members = append(p.Members, member{m, slices.DeleteFunc(slices.Clone(tokens), func(t account.Token) bool { return t.User != m.Name })})
	}
	return s.show(w, r, status, "users", frame{Title: "Users", At: "account", Body: p})
}

// settled tells what was done to the users, or why it could not be.
func (s *Server) settled(w http.ResponseWriter, r *http.Request, who asking, p usersPage, err error) error {
	if err != nil {
		p.Fault, p.Done = err.Error(), ""
		return s.showUsers(w, r, who, http.StatusBadRequest, p)
	}
	s.Log.Info("users changed", "by", who.Name, "what", p.Done)
	return s.showUsers(w, r, who, http.StatusOK, p)
}

// other gives the user whom an address names, who is another than the one who asks:
// so one admin is always left.
func (s *Server) other(r *http.Request, who asking) (string, error) {
	name := r.PathValue("name")
	all, err := s.Accounts.Users(r.Context())
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(all, func(m account.Member) bool { return m.Name == name }) {
		return "", notFound("there is no user %s", name)
	}
	if name == who.Name {
		return "", badRequest(errors.New("another admin does that to you; your password is changed under Account"))
	}
	return name, nil
}

func (s *Server) addUser(w http.ResponseWriter, r *http.Request, who asking) error {
	p := usersPage{Name: strings.TrimSpace(r.PostFormValue("name"))}
	role, err := account.ParseRole(r.PostFormValue("role"))
	if p.Role = role; err == nil {
		err = s.Accounts.AddUser(r.Context(), p.Name, role, r.PostFormValue("password"), false)
	}
	if err == nil {
		p = usersPage{Done: fmt.Sprintf("%s may sign in, as %s.", p.Name, role)}
	}
	return s.settled(w, r, who, p, err)
}

func (s *Server) changeRole(w http.ResponseWriter, r *http.Request, who asking) error {
	name, err := s.other(r, who)
	if err != nil {
		return err
	}
	role, err := account.ParseRole(r.PostFormValue("role"))
	if err == nil {
		err = s.Accounts.SetRole(r.Context(), name, role)
	}
	return s.settled(w, r, who, usersPage{Done: fmt.Sprintf("%s is %s now.", name, role)}, err)
}

func (s *Server) givePassword(w http.ResponseWriter, r *http.Request, who asking) error {
	name, err := s.other(r, who)
	if err != nil {
		return err
	}
	err = s.Accounts.SetPassword(r.Context(), name, r.PostFormValue("password"), "")
	return s.settled(w, r, who, usersPage{Done: name + " has a new password, and is signed out everywhere."}, err)
}

func (s *Server) removeUser(w http.ResponseWriter, r *http.Request, who asking) error {
	name, err := s.other(r, who)
	if err != nil {
		return err
	}
	err = s.Accounts.RemoveUser(r.Context(), name)
	return s.settled(w, r, who, usersPage{Done: name + " is removed, with all sessions and tokens."}, err)
}

// bringBack lets a person who was removed in again, under the old name.
func (s *Server) bringBack(w http.ResponseWriter, r *http.Request, who asking) error {
	name, err := s.other(r, who)
	if err != nil {
		return err
	}
	role, err := account.ParseRole(r.PostFormValue("role"))
	if err == nil {
		err = s.Accounts.AddUser(r.Context(), name, role, r.PostFormValue("password"), true)
	}
	return s.settled(w, r, who, usersPage{Done: fmt.Sprintf("%s may sign in again, as %s.", name, role)}, err)
}

func (s *Server) revokeUsers(w http.ResponseWriter, r *http.Request, who asking) error {
	name := r.PathValue("name")
	if err := s.Accounts.Revoke(r.Context(), name, r.PathValue("id")); err != nil {
		return problem{http.StatusNotFound, err}
	}
	return s.settled(w, r, who, usersPage{Done: "A token of " + name + " is revoked."}, nil)
}
