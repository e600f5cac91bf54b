-- Happenings without their text are small, so that many are sorted and counted quickly.
DROP VIEW happenings;
CREATE TABLE happening_json (n INTEGER PRIMARY KEY REFERENCES happening ON DELETE CASCADE, json TEXT NOT NULL) STRICT;
INSERT INTO happening_json SELECT n, json FROM happening;
ALTER TABLE happening DROP COLUMN json;
CREATE VIEW happenings AS SELECT h.id, h.type, h.status, h.first_day, h.last_day, h.said_first, h.talks, h.country, h.confidence, j.json FROM happening h JOIN happening_json j ON j.n = h.n;

-- The latest articles that name somebody are found without reading them.
DROP INDEX article_published;
CREATE INDEX article_published ON article (published, id);
DROP INDEX actor_name;
CREATE INDEX actor_name ON actor (name COLLATE NOCASE);
