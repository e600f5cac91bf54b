-- Who may ask. It lies beside the record, so that neither a copy of the record nor a user's own SQL holds a password's hash.
CREATE TABLE member (
  n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, role TEXT NOT NULL, password TEXT NOT NULL, -- argon2id, PHC format
  created TEXT NOT NULL, seen TEXT NOT NULL, removed TEXT NOT NULL) STRICT;                     -- RFC 3339, UTC; '' for never
-- Secrets of tokens and sessions are kept as their SHA-256 alone.
CREATE TABLE token (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, member INTEGER NOT NULL REFERENCES member, label TEXT NOT NULL, scope TEXT NOT NULL,
  created TEXT NOT NULL, expires TEXT NOT NULL, used TEXT NOT NULL) STRICT;
CREATE TABLE session (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL UNIQUE, member INTEGER NOT NULL REFERENCES member, agent TEXT NOT NULL,
  created TEXT NOT NULL, seen TEXT NOT NULL) STRICT;
CREATE INDEX token_member ON token (member);
CREATE INDEX session_member ON session (member);
