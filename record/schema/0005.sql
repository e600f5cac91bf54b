-- Verdicts of analysts on events are decisions too: accept, reject, edit or
-- comment, with the mention in a and the codings, as JSON, in b. What was
-- decided in one act is undone together.
ALTER TABLE decision ADD COLUMN act INTEGER REFERENCES decision;
CREATE INDEX decision_a ON decision (a);
CREATE INDEX decision_b ON decision (b) WHERE what IN ('merge', 'split', 'sampled');
CREATE INDEX decision_act ON decision (act);
CREATE INDEX event_confidence ON event (confidence);

-- What became of the events that were judged. This follows from the above.
CREATE TABLE judged (
  mention TEXT PRIMARY KEY, article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE, event TEXT NOT NULL,
  state TEXT NOT NULL,      -- accepted, edited or rejected
  recoded INTEGER NOT NULL  -- 1: the machine codes it otherwise since
) STRICT, WITHOUT ROWID;
CREATE INDEX judged_article ON judged (article);

CREATE VIEW verdicts AS SELECT d.n, d.at, d.who, d.what, d.a AS mention, a.id AS article, j.event, d.b ->> '$.machine' AS machine, coalesce(d.b ->> '$.before', d.b ->> '$.machine') AS before,
  d.b ->> '$.after' AS after, d.why, d.undone_by, j.state FROM decision d LEFT JOIN judged j ON j.mention = d.a LEFT JOIN article a ON a.n = j.article
  WHERE d.what IN ('accept', 'reject', 'edit');
