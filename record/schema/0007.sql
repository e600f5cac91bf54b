-- What is asked for is found by numbers (docs/decisions/0012-the-index.md): sets of happenings by word, columns of what they are sorted and
-- counted by, and the words of their evidence. All of it follows from the articles.
DROP TABLE happening_word;
DROP TABLE sentence_vocab;
DROP TABLE sentence_words;
DROP INDEX happening_status;
DROP INDEX happening_talks;
DROP INDEX happening_day;
CREATE INDEX happening_day ON happening (first_day, id);
DROP INDEX article_published;
CREATE INDEX article_published ON article (published, id, outlet, title);
CREATE INDEX article_sum ON article (id, sum); -- the snapshot is taken of it without reading texts

CREATE TABLE word (
  id INTEGER PRIMARY KEY, field TEXT NOT NULL, word TEXT NOT NULL,
  count INTEGER NOT NULL, -- happenings, or articles, that have it
  UNIQUE (field, word)) STRICT;
CREATE TABLE posting (at INTEGER PRIMARY KEY, numbers BLOB NOT NULL) STRICT;    -- at: word * 4096 + number / 65536
CREATE TABLE happening_cell (at INTEGER PRIMARY KEY, cells BLOB NOT NULL) STRICT; -- at: column * 65536 + number / 4096
CREATE TABLE happening_index (n INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT; -- what is to be taken out with it
CREATE TABLE article_index (n INTEGER PRIMARY KEY, words BLOB NOT NULL) STRICT;
-- One row a sentence of evidence: happening * 4096 + its place among them.
CREATE VIRTUAL TABLE happening_text USING fts5 (text, content = '', tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE happening_vocab USING fts5vocab ('happening_text', 'instance');
DELETE FROM meta WHERE key = 'story'; -- so that what follows is worked out anew
