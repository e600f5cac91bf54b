-- The feeds that chancery watch polls, and how they are.
CREATE TABLE feed (
  n INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
  etag TEXT NOT NULL, modified TEXT NOT NULL, sum BLOB NOT NULL,          -- of the last answer that was read to its end
  tried TEXT NOT NULL, succeeded TEXT NOT NULL, next TEXT NOT NULL,       -- RFC 3339, UTC; '' for never
  failures INTEGER NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL,    -- failures in a row, and the last one
  polls INTEGER NOT NULL, added INTEGER NOT NULL, versions INTEGER NOT NULL, quarantined INTEGER NOT NULL) STRICT;

-- The items of a feed that are done, by hashes alone, so that what was forgotten leaves no trace here.
CREATE TABLE feed_item (
  feed INTEGER NOT NULL REFERENCES feed ON DELETE CASCADE, key BLOB NOT NULL, sum BLOB NOT NULL,
  tries INTEGER NOT NULL, -- how often its page could not be had; it is asked for again
  PRIMARY KEY (feed, key)) STRICT, WITHOUT ROWID;

CREATE VIEW feeds AS SELECT url, title, tried, succeeded, next, failures, code, reason, polls, added, versions, quarantined FROM feed;
