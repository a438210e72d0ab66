-- What is asked at every key press is kept instead of counted from the log, and another window can
-- learn what changed without reading everything again.

-- The class of the image's last import event; NULL: no import gave it one.
ALTER TABLE image ADD COLUMN imported_label INTEGER REFERENCES class;  -- kept by label_event_moves_label
UPDATE image SET imported_label = (
  SELECT class_to FROM label_event
  WHERE image = image.id AND source = 'import' AND branch = 'main'
  ORDER BY label_event.id DESC LIMIT 1);

DROP TRIGGER label_event_moves_label;
CREATE TRIGGER label_event_moves_label AFTER INSERT ON label_event
WHEN NEW.branch = 'main'
BEGIN
  UPDATE image
  SET label = NEW.class_to,
      imported_label = CASE NEW.source WHEN 'import' THEN NEW.class_to ELSE imported_label END
  WHERE id = NEW.image;
END;

-- Two windows of one account are told apart by it; empty: made before sessions were kept.
ALTER TABLE label_batch ADD COLUMN session TEXT NOT NULL DEFAULT '';

-- Counts the changes which no growing row number tells of.
CREATE TABLE change_counter (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO change_counter VALUES ('image', 0), ('run', 0), ('class', 0), ('target', 0), ('setting', 0);

-- The counter's value at the last change of the row; 0: never changed since it was added.
ALTER TABLE image ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
CREATE INDEX image_edited ON image (edited) WHERE edited > 0;
CREATE TRIGGER image_is_edited AFTER UPDATE OF path, split, lesion_id, patient_id, age_years, sex, site, dx_type,
  mask_path, source, extra_json, missing ON image
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'image';
  UPDATE image SET edited = (SELECT value FROM change_counter WHERE name = 'image') WHERE id = NEW.id;
END;

-- The counter's value at the last change of the run or of anything that belongs to it.
ALTER TABLE run ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER run_is_added AFTER INSERT ON run
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.id;
END;
CREATE TRIGGER run_is_edited AFTER UPDATE OF name, state, model_path, weights_hash, message ON run
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.id;
END;
CREATE TRIGGER run_event_is_added AFTER INSERT ON run_event
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.run;
END;
CREATE TRIGGER epoch_is_saved AFTER INSERT ON epoch
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.run;
END;
CREATE TRIGGER prediction_is_saved AFTER INSERT ON prediction
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.run;
END;
CREATE TRIGGER checkpoint_is_saved AFTER INSERT ON checkpoint
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.run;
END;

CREATE TRIGGER class_is_added AFTER INSERT ON class
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'class'; END;
CREATE TRIGGER class_is_edited AFTER UPDATE ON class
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'class'; END;
CREATE TRIGGER class_is_removed AFTER DELETE ON class
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'class'; END;

-- db::save_target writes the target's own row each time it writes the groups.
CREATE TRIGGER target_is_added AFTER INSERT ON target
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'target'; END;
CREATE TRIGGER target_is_edited AFTER UPDATE ON target
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'target'; END;
CREATE TRIGGER target_is_removed AFTER DELETE ON target
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'target'; END;

CREATE TRIGGER setting_is_added AFTER INSERT ON setting
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'setting'; END;
CREATE TRIGGER setting_is_edited AFTER UPDATE ON setting
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'setting'; END;
CREATE TRIGGER setting_is_removed AFTER DELETE ON setting
BEGIN UPDATE change_counter SET value = value + 1 WHERE name = 'setting'; END;
