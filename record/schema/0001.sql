-- What was read. One article is one version of one text; n is its place in order of arrival.
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  n INTEGER PRIMARY KEY, code TEXT NOT NULL, model TEXT NOT NULL, lexicon TEXT NOT NULL,
  UNIQUE (code, model, lexicon)) STRICT;

CREATE TABLE article (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  document TEXT NOT NULL,           -- what versions of one article share
  ref TEXT NOT NULL, url TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT NOT NULL,
  published TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
  run INTEGER NOT NULL REFERENCES run,
  given BLOB NOT NULL,              -- SHA-256 of the article as it was given, before it was understood
  sum BLOB NOT NULL,                -- SHA-256 of record, unpacked
  record BLOB NOT NULL              -- the record as docs/RECORD.md prints it, packed with DEFLATE
) STRICT;
CREATE INDEX article_document ON article (document);
CREATE INDEX article_published ON article (published);

-- Rows made from article.record. Offsets are code points of article.text.
CREATE TABLE sentence (
  n INTEGER PRIMARY KEY, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, start INTEGER NOT NULL, finish INTEGER NOT NULL) STRICT;
CREATE INDEX sentence_article ON sentence (article);
CREATE VIRTUAL TABLE sentence_words USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE sentence_vocab USING fts5vocab ('sentence_words', 'instance');

CREATE TABLE actor (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, role TEXT NOT NULL,
  country TEXT NOT NULL, code TEXT NOT NULL, member_of TEXT NOT NULL, wikidata TEXT NOT NULL, PRIMARY KEY (article, id)) STRICT, WITHOUT ROWID;
CREATE INDEX actor_name ON actor (name);
CREATE INDEX actor_country ON actor (country);

CREATE TABLE mention (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, start INTEGER NOT NULL, finish INTEGER NOT NULL, of TEXT NOT NULL, kind TEXT NOT NULL,
  PRIMARY KEY (article, start, finish, of)) STRICT, WITHOUT ROWID;

CREATE TABLE place (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT NOT NULL,
  admin1 TEXT NOT NULL, lat REAL, lon REAL, precision TEXT NOT NULL, geonames INTEGER NOT NULL, PRIMARY KEY (article, id)) STRICT, WITHOUT ROWID;

CREATE TABLE timex (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, id TEXT NOT NULL, start INTEGER NOT NULL, finish INTEGER NOT NULL, type TEXT NOT NULL,
  value TEXT NOT NULL, mod TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, PRIMARY KEY (article, id)) STRICT, WITHOUT ROWID;

CREATE TABLE quote (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, id TEXT NOT NULL, kind TEXT NOT NULL, speaker TEXT NOT NULL, addressee TEXT NOT NULL,
  polarity TEXT NOT NULL, verbatim INTEGER NOT NULL, words TEXT NOT NULL, PRIMARY KEY (article, id)) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, id TEXT NOT NULL, type TEXT NOT NULL, mode TEXT NOT NULL, cameo TEXT NOT NULL,
  goldstein REAL, contexts TEXT NOT NULL, name TEXT NOT NULL, place TEXT NOT NULL, time TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL,
  status TEXT NOT NULL, modality TEXT NOT NULL, polarity TEXT NOT NULL, said_by TEXT NOT NULL, start INTEGER NOT NULL, finish INTEGER NOT NULL,
  confidence REAL NOT NULL, PRIMARY KEY (article, id)) STRICT, WITHOUT ROWID;

CREATE TABLE party (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, event TEXT NOT NULL, role TEXT NOT NULL, nth INTEGER NOT NULL, actor TEXT NOT NULL,
  PRIMARY KEY (article, event, role, nth)) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, event TEXT NOT NULL, nth INTEGER NOT NULL, start INTEGER NOT NULL, finish INTEGER NOT NULL,
  PRIMARY KEY (article, event, nth)) STRICT, WITHOUT ROWID;

CREATE TABLE figure (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, id TEXT NOT NULL, measure TEXT NOT NULL, of TEXT NOT NULL, place TEXT NOT NULL,
  value REAL NOT NULL, unit TEXT NOT NULL, relation TEXT NOT NULL, time TEXT NOT NULL, event TEXT NOT NULL, said_by TEXT NOT NULL,
  start INTEGER NOT NULL, finish INTEGER NOT NULL, PRIMARY KEY (article, id)) STRICT, WITHOUT ROWID;

CREATE TABLE agreement (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, id TEXT NOT NULL, name TEXT NOT NULL, parties TEXT NOT NULL,
  PRIMARY KEY (article, id)) STRICT, WITHOUT ROWID;

CREATE TABLE topic (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, event TEXT NOT NULL, nth INTEGER NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (article, event, nth)) STRICT, WITHOUT ROWID;

-- What could not be read.
CREATE TABLE quarantine (
  n INTEGER PRIMARY KEY, sum BLOB NOT NULL UNIQUE, source TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
  bytes BLOB NOT NULL, whole INTEGER NOT NULL, -- 0: bytes are cut, or could not be had
  input TEXT NOT NULL,                         -- how it was to be read, as JSON
  run INTEGER NOT NULL REFERENCES run, at TEXT NOT NULL) STRICT;

-- What people decided.
CREATE TABLE decision (
  n INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, a TEXT NOT NULL, b TEXT NOT NULL, why TEXT NOT NULL,
  undone_by INTEGER REFERENCES decision) STRICT;

-- What was done, in order: hash = SHA-256 of the hash before and this entry.
CREATE TABLE audit (
  n INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL, hash BLOB NOT NULL) STRICT;
CREATE INDEX audit_subject ON audit (subject);

-- What follows from the above; chancery rebuild makes it anew.
CREATE TABLE unsettled (article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE) STRICT;
CREATE TABLE block (
  key TEXT NOT NULL, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, event TEXT NOT NULL, PRIMARY KEY (key, article, event)) STRICT, WITHOUT ROWID;
CREATE INDEX block_article ON block (article);
CREATE TABLE band (
  key INTEGER NOT NULL, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, PRIMARY KEY (key, article)) STRICT, WITHOUT ROWID;
CREATE INDEX band_article ON band (article);
CREATE TABLE voice (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE, first TEXT NOT NULL) STRICT;
CREATE INDEX voice_first ON voice (first);
CREATE TABLE happening (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, status TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL,
  said_first TEXT NOT NULL, -- when it was first told
  talks TEXT NOT NULL, country TEXT NOT NULL, confidence REAL NOT NULL, json TEXT NOT NULL) STRICT;
CREATE INDEX happening_day ON happening (first_day);
CREATE INDEX happening_status ON happening (status, first_day);
CREATE INDEX happening_talks ON happening (talks);
CREATE TABLE happening_mention (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, event TEXT NOT NULL, mention TEXT NOT NULL UNIQUE,
  happening INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE, PRIMARY KEY (article, event)) STRICT, WITHOUT ROWID;
CREATE INDEX happening_mention_happening ON happening_mention (happening);
CREATE TABLE happening_word (
  field TEXT NOT NULL, word TEXT NOT NULL, happening INTEGER NOT NULL REFERENCES happening ON DELETE CASCADE,
  PRIMARY KEY (field, word, happening)) STRICT, WITHOUT ROWID;
CREATE INDEX happening_word_happening ON happening_word (happening);
