-- What makes a run's probabilities mean what they say, and in how many views its predictions were asked.
-- Predictions stay as the network gave them; calibration is applied when they are read.

ALTER TABLE run ADD COLUMN calibration_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(calibration_json));  -- {}: none was fitted
ALTER TABLE prediction ADD COLUMN views INTEGER NOT NULL DEFAULT 0 CHECK (views >= 0);  -- per image; 0: not recorded

DROP TRIGGER run_is_edited;
CREATE TRIGGER run_is_edited AFTER UPDATE OF name, state, model_path, weights_hash, message, note, deleted, threshold,
  threshold_json, parent, parent_epoch, calibration_json ON run
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.id;
END;

DROP VIEW v_run;
CREATE VIEW v_run AS
SELECT r.id, r.name, strftime('%Y-%m-%dT%H:%M:%SZ', r.created_at_ms / 1000, 'unixepoch') AS created_at, r.state,
       r.target, r.classes_json, r.depth, r.seed, r.label_revision, r.edit_revision, r.weights_hash, r.model_path,
       r.message, r.config_json, (SELECT count(*) FROM epoch WHERE run = r.id) AS epochs,
       c.epoch AS best_epoch, c.criterion AS best_criterion, r.note, r.deleted, r.threshold, r.threshold_json, r.parent,
       r.parent_epoch, (SELECT count(*) FROM test_look WHERE run = r.id) AS test_looks, r.calibration_json
FROM run AS r
LEFT JOIN checkpoint AS c ON c.run = r.id AND c.is_best = 1;
