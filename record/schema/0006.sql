-- Searches that people keep, and where news of them go (docs/alerts.md).
CREATE TABLE search (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, owner TEXT NOT NULL, name TEXT NOT NULL, query TEXT NOT NULL, at TEXT NOT NULL,
  fault TEXT NOT NULL, -- why it cannot be asked any more
  UNIQUE (owner, name)) STRICT;
CREATE TABLE alert (
  n INTEGER PRIMARY KEY, search INTEGER NOT NULL REFERENCES search ON DELETE CASCADE, kind TEXT NOT NULL, target TEXT NOT NULL, secret TEXT NOT NULL,
  paused TEXT NOT NULL, -- why nothing is sent
  at TEXT NOT NULL, UNIQUE (search, kind, target)) STRICT;

-- Articles that came since searches were last looked at.
CREATE TABLE fresh (article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE) STRICT;

-- Steps of happenings that are no news to a search, by the ids of mentions.
CREATE TABLE seen (
  search INTEGER NOT NULL REFERENCES search ON DELETE CASCADE, mention TEXT NOT NULL, status TEXT NOT NULL,
  PRIMARY KEY (search, mention, status)) STRICT, WITHOUT ROWID;
CREATE INDEX seen_mention ON seen (mention);
CREATE TABLE news (
  n INTEGER PRIMARY KEY, search INTEGER NOT NULL REFERENCES search ON DELETE CASCADE, happening TEXT NOT NULL, status TEXT NOT NULL,
  before TEXT NOT NULL, -- the status known so far; '' for a happening that was not found before
  at TEXT NOT NULL) STRICT;
CREATE INDEX news_search ON news (search, n);
CREATE INDEX news_happening ON news (happening);

CREATE TABLE delivery (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, alert INTEGER NOT NULL REFERENCES alert ON DELETE CASCADE,
  state TEXT NOT NULL, -- waiting, sent or dead
  tries INTEGER NOT NULL, next TEXT NOT NULL, taken TEXT NOT NULL, -- next try; until when a sender has it
  last TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL) STRICT;
CREATE INDEX delivery_state ON delivery (state, next);
CREATE INDEX delivery_alert ON delivery (alert);
CREATE TABLE delivery_news (
  delivery INTEGER NOT NULL REFERENCES delivery ON DELETE CASCADE, news INTEGER NOT NULL REFERENCES news ON DELETE CASCADE,
  PRIMARY KEY (delivery, news)) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_news_news ON delivery_news (news);

-- Names are found by how they begin.
CREATE INDEX place_name ON place (name COLLATE NOCASE);
CREATE INDEX article_outlet ON article (outlet COLLATE NOCASE);
