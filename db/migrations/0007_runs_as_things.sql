-- A run is something to name, note, compare and put away, and each look at the test split is counted.

ALTER TABLE run ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE run ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1));  -- put away; rows and files stay
ALTER TABLE run ADD COLUMN threshold REAL CHECK (threshold BETWEEN 0 AND 1);              -- NULL: none was chosen
ALTER TABLE run ADD COLUMN threshold_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(threshold_json));  -- how it was chosen
ALTER TABLE run ADD COLUMN parent INTEGER REFERENCES run;                                 -- NULL: began by itself
ALTER TABLE run ADD COLUMN parent_epoch INTEGER NOT NULL DEFAULT 0;                       -- it went on from

DROP TRIGGER run_is_edited;
CREATE TRIGGER run_is_edited AFTER UPDATE OF name, state, model_path, weights_hash, message, note, deleted, threshold,
  threshold_json, parent, parent_epoch ON run
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.id;
END;

-- Numbers of the test split that somebody saw: chosen by them, the split is a second validation split.
CREATE TABLE test_look (
  id             INTEGER PRIMARY KEY,
  at_ms          INTEGER NOT NULL,
  who            TEXT NOT NULL,
  run            INTEGER REFERENCES run,  -- NULL: of a model that is no run of this workspace
  epoch          INTEGER NOT NULL,
  threshold      REAL,                    -- NULL: none applied
  n              INTEGER NOT NULL CHECK (n >= 0),
  label_revision INTEGER NOT NULL,
  reason         TEXT NOT NULL
) STRICT;
CREATE INDEX test_look_run ON test_look (run, id);

CREATE TRIGGER test_look_no_update BEFORE UPDATE ON test_look
BEGIN SELECT RAISE(ABORT, 'the list of looks at the test split is append-only'); END;
CREATE TRIGGER test_look_no_delete BEFORE DELETE ON test_look
BEGIN SELECT RAISE(ABORT, 'the list of looks at the test split is append-only'); END;
CREATE TRIGGER test_look_is_added AFTER INSERT ON test_look WHEN NEW.run IS NOT NULL
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.run;
END;

-- Earlier versions only counted.
WITH RECURSIVE counted(looks) AS (SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'test_looks'),
  look(number) AS (
    SELECT 1 FROM counted WHERE looks > 0
    UNION ALL
    SELECT number + 1 FROM look, counted WHERE number < looks
  )
INSERT INTO test_look (at_ms, who, run, epoch, threshold, n, label_revision, reason)
SELECT 0, '', NULL, 0, NULL, 0, 0, 'counted by an earlier version' FROM look;
DELETE FROM setting WHERE key = 'test_looks';

DROP VIEW v_run;
CREATE VIEW v_run AS
SELECT r.id, r.name, strftime('%Y-%m-%dT%H:%M:%SZ', r.created_at_ms / 1000, 'unixepoch') AS created_at, r.state,
       r.target, r.classes_json, r.depth, r.seed, r.label_revision, r.edit_revision, r.weights_hash, r.model_path,
       r.message, r.config_json, (SELECT count(*) FROM epoch WHERE run = r.id) AS epochs,
       c.epoch AS best_epoch, c.criterion AS best_criterion, r.note, r.deleted, r.threshold, r.threshold_json, r.parent,
       r.parent_epoch, (SELECT count(*) FROM test_look WHERE run = r.id) AS test_looks
FROM run AS r
LEFT JOIN checkpoint AS c ON c.run = r.id AND c.is_best = 1;

CREATE VIEW v_test_look AS
SELECT l.id, strftime('%Y-%m-%dT%H:%M:%SZ', l.at_ms / 1000, 'unixepoch') AS at, l.who, l.run, r.name AS run_name,
       l.epoch, l.threshold, l.n, l.label_revision, l.reason
FROM test_look AS l
LEFT JOIN run AS r ON r.id = l.run;
