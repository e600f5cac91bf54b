-- Views with stable names for users' own SQL (docs/sql.md).
CREATE VIEW articles AS SELECT a.id, a.document, a.ref, a.url, a.title, a.outlet, a.published, a.language, a.text, v.first AS voice,
  r.code, r.model, r.lexicon FROM article a JOIN run r ON r.n = a.run LEFT JOIN voice v ON v.article = a.n;
CREATE VIEW sentences AS SELECT a.id AS article, s.start, s.finish, substr(a.text, s.start + 1, s.finish - s.start) AS text FROM sentence s JOIN article a ON a.n = s.article;
CREATE VIEW actors AS SELECT a.id AS article, x.id, x.name, x.kind, x.role, x.country, x.code, x.member_of, x.wikidata FROM actor x JOIN article a ON a.n = x.article;
CREATE VIEW mentions AS SELECT a.id AS article, x.of, x.kind, x.start, x.finish, substr(a.text, x.start + 1, x.finish - x.start) AS text FROM mention x JOIN article a ON a.n = x.article;
CREATE VIEW places AS SELECT a.id AS article, x.id, x.name, x.kind, x.country, x.admin1, x.lat, x.lon, x.precision, x.geonames FROM place x JOIN article a ON a.n = x.article;
CREATE VIEW times AS SELECT a.id AS article, x.id, x.type, x.value, x.mod, x.first_day, x.last_day, x.start, x.finish FROM timex x JOIN article a ON a.n = x.article;
CREATE VIEW quotes AS SELECT a.id AS article, x.id, x.kind, s.name AS speaker, s.role, x.polarity, x.verbatim, x.words FROM quote x JOIN article a ON a.n = x.article
  LEFT JOIN actor s ON s.article = x.article AND s.id = x.speaker;
CREATE VIEW events AS SELECT a.id AS article, x.id, h.id AS happening, x.type, x.mode, x.cameo, x.goldstein, x.contexts, x.name, p.name AS place, p.country AS place_country, x.time,
  x.first_day, x.last_day, x.status, x.modality, x.polarity, x.said_by, x.confidence FROM event x JOIN article a ON a.n = x.article
  LEFT JOIN place p ON p.article = x.article AND p.id = x.place
  LEFT JOIN happening_mention m ON m.article = x.article AND m.event = x.id LEFT JOIN happening h ON h.n = m.happening;
CREATE VIEW parties AS SELECT a.id AS article, x.event, x.role, y.name, y.country, y.code FROM party x JOIN article a ON a.n = x.article JOIN actor y ON y.article = x.article AND y.id = x.actor;
CREATE VIEW event_evidence AS SELECT a.id AS article, x.event, x.start, x.finish, substr(a.text, x.start + 1, x.finish - x.start) AS text FROM evidence x JOIN article a ON a.n = x.article;
CREATE VIEW figures AS SELECT a.id AS article, x.id, x.measure, y.name AS of, p.name AS place, x.value, x.unit, x.relation, x.time, x.event FROM figure x JOIN article a ON a.n = x.article
  LEFT JOIN actor y ON y.article = x.article AND y.id = x.of LEFT JOIN place p ON p.article = x.article AND p.id = x.place;
CREATE VIEW agreements AS SELECT a.id AS article, x.id, x.name FROM agreement x JOIN article a ON a.n = x.article;
CREATE VIEW happenings AS SELECT id, type, status, first_day, last_day, said_first, talks, country, confidence, json FROM happening;
