package account

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
)

// Cost of a password's hash: more than OWASP's least (19 MiB, 2 rounds).
const (
	hashMemory = 32 << 10 // KiB
	hashRounds = 3
	hashBytes  = 32
	saltBytes  = 16
)

// Bounds of a password.
const (
	MinPassword = 12  // characters
	MaxPassword = 512 // bytes
)

// hashing bounds how many passwords are hashed at once, and so the memory.
var hashing = make(chan struct{}, 2)

func derive(password string, salt []byte, rounds, memory uint32) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey([]byte(password), salt, rounds, memory, 1, hashBytes)
}

// CheckPassword tells what is wrong with a new password.
func CheckPassword(password string) error {
	if utf8.RuneCountInString(password) < MinPassword || len(password) > MaxPassword {
		return fmt.Errorf("a password has at least %d characters and at most %d bytes", MinPassword, MaxPassword)
	}
	return nil
}

// Hash gives a password's hash (argon2id) with its salt and cost, in the PHC
// string format.
func Hash(password string) (string, error) {
	if err := CheckPassword(password); err != nil {
		return "", err
	}
	salt := make([]byte, saltBytes)
	rand.Read(salt)
	e := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, hashMemory, hashRounds, e.EncodeToString(salt),
		e.EncodeToString(derive(password, salt, hashRounds, hashMemory))), nil
}

// nobody's hash has the cost of a real one, so that the time of an answer does
// not tell whether a user exists.
var nobody = fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, hashMemory, hashRounds,
	strings.Repeat("A", 22), strings.Repeat("A", 43))

// Matches tells whether a password has a hash. An empty hash, of nobody, takes
// as long as another and never matches.
func Matches(hash, password string) (bool, error) {
	none := hash == ""
	if none {
		hash = nobody
	}
	if len(password) > MaxPassword {
		password = ""
	}
	var memory, rounds uint32
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false, errors.New("a password's hash is of a kind that this program does not know")
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &memory, &rounds); err != nil {
		return false, fmt.Errorf("a password's hash has no cost: %w", err)
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false, fmt.Errorf("a password's salt: %w", err)
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil {
		return false, fmt.Errorf("a password's hash: %w", err)
	}
	same := subtle.ConstantTimeCompare(derive(password, salt, rounds, memory), want) == 1
	return same && !none, nil
}

// tokenPrefix lets scanners find a token that was published by mistake.
const tokenPrefix = "chancery_"

// NewSecret gives the secret of a session, 256 bits at random, and Digest the
// form in which it is kept.
func NewSecret() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// NewTokenSecret gives the secret of a token.
func NewTokenSecret() string { return tokenPrefix + NewSecret() }

// Digest of a secret. A secret is random, so one round of SHA-256 is enough.
func Digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Scope is what a token may do at most.
type Scope struct {
	Name string
	Role Role
	What string
}

// Scopes of tokens, the narrowest first.
var Scopes = []Scope{
	{"monitor", Monitor, "see how the server does (/metrics)"},
	{"read", Reader, "read the record"},
	{"write", Analyst, "decide, comment and save, too"},
	{"admin", Admin, "all that an admin may do"},
}

// ScopeNamed gives the scope with a name.
func ScopeNamed(name string) (Scope, error) {
	var all []string
	for _, s := range Scopes {
		if s.Name == name {
			return s, nil
		}
		all = append(all, s.Name)
	}
	return Scope{}, fmt.Errorf("scope %q is none of %s", name, strings.Join(all, ", "))
}

// Token lets a program ask in the name of a user, within a scope and until a day.
type Token struct {
	ID      string `json:"id"`
	User    string `json:"user"`
	Label   string `json:"label"` // what it is for
	Scope   string `json:"scope"`
	Created string `json:"created"` // RFC 3339, UTC
	Expires string `json:"expires"`
	Used    string `json:"used,omitempty"` // last time, to the hour
}

// Bounds of a token's life.
const (
	TokenLife    = 90 * 24 * time.Hour
	MaxTokenLife = 366 * 24 * time.Hour
)

// Member is a user as the list of users has it.
type Member struct {
	Name    string `json:"name"`
	Role    string `json:"role"`
	Created string `json:"created"`
	Seen    string `json:"seen,omitempty"` // last sign-in
	Removed string `json:"removed,omitempty"`
}

// Session is a browser that is signed in.
type Session struct {
	ID      string
	Created string
	Seen    string
	Agent   string // how the browser names itself
}

// CheckName tells what is wrong with the name of a new user.
func CheckName(name string) error {
	for _, reserved := range []string{"local", "visitor"} {
		if name == reserved {
			return fmt.Errorf("the name %q is kept for servers without accounts", name)
		}
	}
	ok := name != "" && len(name) <= 64
	for i, c := range name {
		ok = ok && (c >= 'a' && c <= 'z' || i > 0 && (c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_'))
	}
	if !ok {
		return fmt.Errorf("a user's name has 1 to 64 of a-z 0-9 . _ - and begins with a letter: %q does not", name)
	}
	return nil
}
