-- A workspace of version 8 as SQL text: that of version 7 upgraded, then given a calibration and a copy.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE change_counter (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "change_counter" VALUES('class',0);
INSERT INTO "change_counter" VALUES('image',3);
INSERT INTO "change_counter" VALUES('quality',0);
INSERT INTO "change_counter" VALUES('run',4);
INSERT INTO "change_counter" VALUES('setting',2);
INSERT INTO "change_counter" VALUES('target',0);
CREATE TABLE checkpoint (
  run       INTEGER NOT NULL REFERENCES run,
  epoch     INTEGER NOT NULL,
  path      TEXT NOT NULL,
  criterion REAL,
  is_best   INTEGER NOT NULL CHECK (is_best IN (0, 1)),
  PRIMARY KEY (run, epoch)
) STRICT;
INSERT INTO "checkpoint" VALUES(1,1,'runs/1/best.safetensors',0.9,1);
CREATE TABLE class (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
  full_name TEXT NOT NULL DEFAULT '',
  colour    INTEGER NOT NULL CHECK (colour BETWEEN 0 AND 16777215),  -- 0xRRGGBB
  position  INTEGER NOT NULL
, retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)), absent INTEGER NOT NULL DEFAULT 0 CHECK (absent IN (0, 1))) STRICT;
INSERT INTO "class" VALUES(1,'nv','nv',16711680,0,0,0);
INSERT INTO "class" VALUES(2,'mel','mel',16711680,0,0,0);
CREATE TABLE edit_event (
  id          INTEGER PRIMARY KEY,
  at_ms       INTEGER NOT NULL,
  who         TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('split', 'removed', 'metadata', 'group', 'path', 'class', 'target')),
  subject     INTEGER NOT NULL,  -- image, class or target
  before_json TEXT NOT NULL CHECK (json_valid(before_json)),
  after_json  TEXT NOT NULL CHECK (json_valid(after_json)),
  reason      TEXT NOT NULL,
  source      TEXT NOT NULL CHECK (source IN ('import', 'user', 'undo', 'redo', 'rule')),
  batch       INTEGER NOT NULL REFERENCES label_batch,
  prev_hash   TEXT NOT NULL,
  hash        TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
CREATE TABLE epoch (
  run           INTEGER NOT NULL REFERENCES run,
  epoch         INTEGER NOT NULL,
  train_loss    REAL,
  val_loss      REAL,
  val_auc       REAL,
  val_accuracy  REAL,
  learning_rate REAL,
  seconds       REAL,
  metrics_json  TEXT NOT NULL CHECK (json_valid(metrics_json)),
  PRIMARY KEY (run, epoch)
) STRICT;
INSERT INTO "epoch" VALUES(1,1,0.5,0.6,0.9,0.8,0.001,2.5,'{}');
CREATE TABLE image (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  path           TEXT NOT NULL,
  sha256         TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  bytes          INTEGER NOT NULL CHECK (bytes >= 0),
  width_px       INTEGER NOT NULL CHECK (width_px >= 0),
  height_px      INTEGER NOT NULL CHECK (height_px >= 0),
  split          TEXT NOT NULL CHECK (split IN ('', 'train', 'val', 'test')),
  lesion_id      TEXT NOT NULL,
  patient_id     TEXT NOT NULL,
  age_years      REAL,
  sex            TEXT NOT NULL,
  site           TEXT NOT NULL,
  dx_type        TEXT NOT NULL,
  mask_path      TEXT NOT NULL,
  source         TEXT NOT NULL,
  extra_json     TEXT NOT NULL CHECK (json_valid(extra_json)),
  imported_at_ms INTEGER NOT NULL,
  missing        INTEGER NOT NULL DEFAULT 0 CHECK (missing IN (0, 1)),
  label          INTEGER REFERENCES class  -- kept by label_event_moves_label
, imported_label INTEGER REFERENCES class, edited INTEGER NOT NULL DEFAULT 0, removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1)), image_group TEXT NOT NULL DEFAULT '', import_id INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "image" VALUES(1,'/pictures/0.jpg','cc88f6acf10ba9e488201201e9067fd63fc23aeb64fcf686578e6d900fceeef6',1000,600,450,'','HAM_1','P1',NULL,'','','','','','{}',1700000002000,0,1,1,2,0,'',0);
INSERT INTO "image" VALUES(2,'/pictures/1.jpg','bdd295acb9859817b9da544524ed3525a64f61bf5edb16deb0c28b6ae63d378b',1001,600,450,'','HAM_1','P1',NULL,'','','','','','{}',1700000002000,0,2,1,3,0,'',0);
INSERT INTO "image" VALUES(3,'/pictures/2.jpg','32708aa33e13cb8601678e3ffe6f522035ce3c0b8278e440299e72b1cfdcd0b9',1002,600,450,'','','',NULL,'','','','','','{}',1700000002000,1,2,1,1,0,'',0);
CREATE TABLE image_copy (
  path  TEXT PRIMARY KEY,
  image INTEGER NOT NULL REFERENCES image ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO "image_copy" VALUES('/pictures/again/0.jpg',1);
CREATE TABLE image_quality (
  image        INTEGER PRIMARY KEY REFERENCES image ON DELETE CASCADE,
  mtime_ms     INTEGER NOT NULL,  -- of the file when its content was last found to be the image's
  decoding     TEXT NOT NULL,     -- what decoding does to the stored pixels: '', 'turned 6', 'profile', ...
  changed      INTEGER NOT NULL DEFAULT 0 CHECK (changed IN (0, 1)),  -- other content lay under the path
  hash         INTEGER NOT NULL,  -- perceptual, the 64 bits of an unsigned number
  cells        BLOB NOT NULL,     -- brightness on 16 x 16 cells; empty: not measured
  version      INTEGER NOT NULL DEFAULT 0,  -- of the measures below; 0: not measured
  sharpness    REAL,
  exposure     REAL,
  contrast     REAL,
  dark_corners REAL,
  hair         REAL,
  ruler        REAL,
  colour_cast  REAL,
  edited       INTEGER NOT NULL DEFAULT 0  -- change_counter 'quality' at the row's last change
) STRICT;
CREATE TABLE import_report (
  id            INTEGER PRIMARY KEY,
  at_ms         INTEGER NOT NULL,
  source        TEXT NOT NULL,
  added         INTEGER NOT NULL,
  known         INTEGER NOT NULL,
  relinked      INTEGER NOT NULL,
  duplicates    INTEGER NOT NULL,
  failures_json TEXT NOT NULL CHECK (json_valid(failures_json))
, batch INTEGER REFERENCES label_batch, summary_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(summary_json))) STRICT;
INSERT INTO "import_report" VALUES(1,1700000000000,'ham',3,0,0,0,'[]',NULL,'{}');
CREATE TABLE kept_apart (
  image_a INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
  image_b INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
  batch   INTEGER NOT NULL REFERENCES label_batch,
  PRIMARY KEY (image_a, image_b, batch),
  CHECK (image_a < image_b)
) STRICT, WITHOUT ROWID;
CREATE TABLE label_batch (
  id     INTEGER PRIMARY KEY,
  at_ms  INTEGER NOT NULL,
  who    TEXT NOT NULL,
  name   TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('import', 'user', 'undo', 'redo', 'rule')),
  undoes INTEGER UNIQUE REFERENCES label_batch CHECK (undoes < id), session TEXT NOT NULL DEFAULT '',
  CHECK ((source IN ('undo', 'redo')) = (undoes IS NOT NULL))
) STRICT;
INSERT INTO "label_batch" VALUES(1,1700000004000,'tester','Import','import',NULL,'');
INSERT INTO "label_batch" VALUES(2,1700000005000,'tester','Label 2 images as mel','user',NULL,'');
INSERT INTO "label_batch" VALUES(3,1700000006000,'tester','Unlabel 1 image','user',NULL,'');
INSERT INTO "label_batch" VALUES(4,1700000007000,'tester','Undo','undo',3,'');
CREATE TABLE label_event (
  id            INTEGER PRIMARY KEY,
  at_ms         INTEGER NOT NULL,
  who           TEXT NOT NULL,
  image         INTEGER NOT NULL REFERENCES image,
  class_from    INTEGER REFERENCES class,
  class_to      INTEGER REFERENCES class,
  reason        TEXT NOT NULL,
  source        TEXT NOT NULL CHECK (source IN ('import', 'user', 'undo', 'redo', 'rule')),
  seconds_spent REAL,
  model_visible INTEGER NOT NULL CHECK (model_visible IN (0, 1)),
  batch         INTEGER NOT NULL REFERENCES label_batch,
  branch        TEXT NOT NULL DEFAULT 'main',
  prev_hash     TEXT NOT NULL,
  hash          TEXT NOT NULL CHECK (length(hash) = 64)
) STRICT;
INSERT INTO "label_event" VALUES(1,1700000004000,'tester',1,NULL,1,'','import',NULL,0,1,'main','','6a442c083995c606abbba0f80f68e0e8703b9a1e4247f394c701ecb34b50af32');
INSERT INTO "label_event" VALUES(2,1700000004000,'tester',2,NULL,1,'','import',NULL,0,1,'main','6a442c083995c606abbba0f80f68e0e8703b9a1e4247f394c701ecb34b50af32','f8aa5521f374d3c4cdab74064d248a2544b1b0b41de91ad178b29199a6c5a1a7');
INSERT INTO "label_event" VALUES(3,1700000004000,'tester',3,NULL,1,'','import',NULL,0,1,'main','f8aa5521f374d3c4cdab74064d248a2544b1b0b41de91ad178b29199a6c5a1a7','4829268591c6d730b8dbb7076c794392b511d2993d10293fea7f8bb345fab03d');
INSERT INTO "label_event" VALUES(4,1700000005000,'tester',2,1,2,'','user',NULL,0,2,'main','4829268591c6d730b8dbb7076c794392b511d2993d10293fea7f8bb345fab03d','2691e4ce9771b39a57820ae10494217a2fc8d67fd7e46b667a17e7ddb305e074');
INSERT INTO "label_event" VALUES(5,1700000005000,'tester',3,1,2,'','user',NULL,0,2,'main','2691e4ce9771b39a57820ae10494217a2fc8d67fd7e46b667a17e7ddb305e074','1d4783bc84ddcfb583e429094fc2db410c0730948aa6fef117a9055bc0b54fbc');
INSERT INTO "label_event" VALUES(6,1700000006000,'tester',1,1,NULL,'','user',NULL,0,3,'main','1d4783bc84ddcfb583e429094fc2db410c0730948aa6fef117a9055bc0b54fbc','fd32a82c2b41e8418e170e9e7c6e22b9dc38d9544ed812653191302308860da8');
INSERT INTO "label_event" VALUES(7,1700000007000,'tester',1,NULL,1,'','undo',NULL,0,4,'main','fd32a82c2b41e8418e170e9e7c6e22b9dc38d9544ed812653191302308860da8','df4220e5ad5cae55d6c812fcb6cef8359696c18a32262103db7bd15331817030');
CREATE TABLE prediction (
  run            INTEGER NOT NULL REFERENCES run,
  epoch          INTEGER NOT NULL,
  split          TEXT NOT NULL CHECK (split IN ('', 'train', 'val', 'test')),
  label_revision INTEGER NOT NULL,
  group_count    INTEGER NOT NULL CHECK (group_count > 0),
  image_ids      BLOB NOT NULL,      -- N little-endian int64
  probabilities  BLOB NOT NULL, views INTEGER NOT NULL DEFAULT 0 CHECK (views >= 0),      -- N times group_count little-endian float32
  PRIMARY KEY (run, epoch, split),
  CHECK (length(probabilities) * 2 = length(image_ids) * group_count)
) STRICT;
INSERT INTO "prediction" VALUES(1,1,'val',5,2,X'0100000000000000',X'0000403F0000803E',0);
CREATE TABLE run (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  name           TEXT NOT NULL,
  created_at_ms  INTEGER NOT NULL,
  state          TEXT NOT NULL
                 CHECK (state IN ('running', 'paused', 'finished', 'stopped', 'failed', 'interrupted')),
  target         TEXT NOT NULL,
  depth          TEXT NOT NULL,
  config_json    TEXT NOT NULL CHECK (json_valid(config_json)),
  seed           INTEGER NOT NULL,  -- the 64 bits of an unsigned number
  label_revision INTEGER NOT NULL,
  contract_json  TEXT NOT NULL CHECK (json_valid(contract_json)),
  weights_hash   TEXT NOT NULL,
  model_path     TEXT NOT NULL,
  message        TEXT NOT NULL,
  classes_json   TEXT NOT NULL CHECK (json_valid(classes_json))
, edited INTEGER NOT NULL DEFAULT 0, edit_revision INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '', deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)), threshold REAL CHECK (threshold BETWEEN 0 AND 1), threshold_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(threshold_json)), parent INTEGER REFERENCES run, parent_epoch INTEGER NOT NULL DEFAULT 0, calibration_json TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(calibration_json))) STRICT;
INSERT INTO "run" VALUES(1,'run 1',1700000008000,'finished','malignant','head','{}',7,5,'{}','','runs/1/best.safetensors','finished','["benign","malignant"]',4,0,'kept',0,0.25,'{"rule":{"kind":"hand"}}',NULL,0,'{"temperature":1.5}');
INSERT INTO "run" VALUES(2,'second',1700000011000,'stopped','malignant','head','{"epochs":5}',8,7,'{}','w2','runs/2/best.safetensors','','["benign","malignant"]',2,0,'',0,NULL,'{}',NULL,0,'{}');
CREATE TABLE run_event (
  id    INTEGER PRIMARY KEY,
  run   INTEGER NOT NULL REFERENCES run,
  epoch INTEGER NOT NULL,
  step  INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  kind  TEXT NOT NULL,
  json  TEXT NOT NULL CHECK (json_valid(json))
) STRICT;
INSERT INTO "run_event" VALUES(1,2,1,3,1700000011500,'pause','{}');
CREATE TABLE setting (
  key   TEXT PRIMARY KEY CHECK (key <> ''),
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE target (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL UNIQUE CHECK (name <> ''),
  description TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO "target" VALUES(1,'malignant','');
CREATE TABLE target_class (
  target   INTEGER NOT NULL,
  class    INTEGER NOT NULL REFERENCES class,
  position INTEGER NOT NULL,
  PRIMARY KEY (target, class),
  FOREIGN KEY (target, position) REFERENCES target_group (target, position) ON DELETE CASCADE
) STRICT;
INSERT INTO "target_class" VALUES(1,1,0);
INSERT INTO "target_class" VALUES(1,2,1);
CREATE TABLE target_group (
  target   INTEGER NOT NULL REFERENCES target ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  name     TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (target, position),
  UNIQUE (target, name)
) STRICT;
INSERT INTO "target_group" VALUES(1,0,'benign');
INSERT INTO "target_group" VALUES(1,1,'malignant');
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
INSERT INTO "test_look" VALUES(1,0,'',NULL,0,NULL,0,0,'counted by an earlier version');
INSERT INTO "test_look" VALUES(2,0,'',NULL,0,NULL,0,0,'counted by an earlier version');
CREATE INDEX image_path ON image (path);
CREATE TRIGGER image_identity_stays BEFORE UPDATE OF id, sha256 ON image
WHEN NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256
BEGIN SELECT RAISE(ABORT, 'an image''s content hash is its identity and cannot change'); END;
CREATE INDEX label_event_image ON label_event (image, id);
CREATE INDEX label_event_batch ON label_event (batch, id);
CREATE TRIGGER label_event_no_update BEFORE UPDATE ON label_event
BEGIN SELECT RAISE(ABORT, 'the label log is append-only'); END;
CREATE TRIGGER label_event_no_delete BEFORE DELETE ON label_event
BEGIN SELECT RAISE(ABORT, 'the label log is append-only'); END;
CREATE TRIGGER label_batch_no_update BEFORE UPDATE ON label_batch
BEGIN SELECT RAISE(ABORT, 'the label log is append-only'); END;
CREATE TRIGGER label_batch_no_delete BEFORE DELETE ON label_batch
BEGIN SELECT RAISE(ABORT, 'the label log is append-only'); END;
CREATE TRIGGER label_batch_at_end BEFORE INSERT ON label_batch
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM label_batch)
BEGIN SELECT RAISE(ABORT, 'the label log is append-only'); END;
CREATE TRIGGER label_event_at_end BEFORE INSERT ON label_event
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM label_event)
  OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM label_event WHERE id = NEW.id - 1), '')
BEGIN SELECT RAISE(ABORT, 'the label log is append-only'); END;
CREATE TRIGGER label_event_follows_label BEFORE INSERT ON label_event
WHEN NEW.branch = 'main' AND NEW.class_from IS NOT (SELECT label FROM image WHERE id = NEW.image)
BEGIN SELECT RAISE(ABORT, 'a label event must start from the current label'); END;
CREATE INDEX run_event_run ON run_event (run, id);
CREATE TRIGGER label_event_moves_label AFTER INSERT ON label_event
WHEN NEW.branch = 'main'
BEGIN
  UPDATE image
  SET label = NEW.class_to,
      imported_label = CASE NEW.source WHEN 'import' THEN NEW.class_to ELSE imported_label END
  WHERE id = NEW.image;
END;
CREATE INDEX image_edited ON image (edited) WHERE edited > 0;
CREATE TRIGGER run_is_added AFTER INSERT ON run
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
CREATE INDEX edit_event_subject ON edit_event (kind, subject, id);
CREATE INDEX edit_event_batch ON edit_event (batch, id);
CREATE TRIGGER edit_event_no_update BEFORE UPDATE ON edit_event
BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END;
CREATE TRIGGER edit_event_no_delete BEFORE DELETE ON edit_event
BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END;
CREATE TRIGGER edit_event_at_end BEFORE INSERT ON edit_event
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM edit_event)
  OR NEW.prev_hash IS NOT coalesce((SELECT hash FROM edit_event WHERE id = NEW.id - 1), '')
BEGIN SELECT RAISE(ABORT, 'the edit log is append-only'); END;
CREATE TRIGGER image_is_edited AFTER UPDATE OF path, split, lesion_id, patient_id, age_years, sex, site, dx_type,
  mask_path, source, extra_json, missing, removed, image_group ON image
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'image';
  UPDATE image SET edited = (SELECT value FROM change_counter WHERE name = 'image') WHERE id = NEW.id;
END;
CREATE VIEW v_image AS
SELECT i.id, i.path, i.sha256, i.bytes, i.width_px, i.height_px, i.split, c.name AS class, c.full_name AS class_full_name,
       d.name AS imported_class, i.lesion_id, i.patient_id, i.image_group, i.age_years, i.sex, i.site, i.dx_type,
       i.mask_path, i.source, i.extra_json,
       strftime('%Y-%m-%dT%H:%M:%SZ', i.imported_at_ms / 1000, 'unixepoch') AS imported_at, i.missing, i.removed
FROM image AS i
LEFT JOIN class AS c ON c.id = i.label
LEFT JOIN class AS d ON d.id = i.imported_label;
CREATE VIEW v_label_history AS
SELECT e.id AS event, strftime('%Y-%m-%dT%H:%M:%SZ', e.at_ms / 1000, 'unixepoch') AS at, e.who, e.image, i.path,
       a.name AS class_from, b.name AS class_to, e.reason, e.source, e.seconds_spent, e.model_visible, e.batch,
       l.name AS batch_name, l.undoes
FROM label_event AS e
JOIN label_batch AS l ON l.id = e.batch
JOIN image AS i ON i.id = e.image
LEFT JOIN class AS a ON a.id = e.class_from
LEFT JOIN class AS b ON b.id = e.class_to
WHERE e.branch = 'main';
CREATE VIEW v_edit_history AS
SELECT e.id AS event, strftime('%Y-%m-%dT%H:%M:%SZ', e.at_ms / 1000, 'unixepoch') AS at, e.who, e.kind, e.subject,
       coalesce(CASE e.kind WHEN 'class' THEN (SELECT name FROM class WHERE id = e.subject)
                            WHEN 'target' THEN (SELECT name FROM target WHERE id = e.subject)
                            ELSE (SELECT path FROM image WHERE id = e.subject) END, '') AS subject_name,
       e.before_json, e.after_json, e.reason, e.source, e.batch, l.name AS batch_name, l.undoes
FROM edit_event AS e
JOIN label_batch AS l ON l.id = e.batch;
CREATE VIEW v_epoch AS
SELECT e.run, r.name AS run_name, e.epoch, e.train_loss, e.val_loss, e.val_auc, e.val_accuracy, e.learning_rate,
       e.seconds, e.metrics_json
FROM epoch AS e
JOIN run AS r ON r.id = e.run;
CREATE VIEW v_prediction AS
WITH RECURSIVE
  cell(run, epoch, split, label_revision, groups, place) AS (
    SELECT run, epoch, split, label_revision, group_count, 0 FROM prediction WHERE length(probabilities) > 0
    UNION ALL
    SELECT c.run, c.epoch, c.split, c.label_revision, c.groups, c.place + 1
    FROM cell AS c
    JOIN prediction AS p ON p.run = c.run AND p.epoch = c.epoch AND p.split = c.split
    WHERE (c.place + 2) * 4 <= length(p.probabilities)
  ),
  digits AS (
    SELECT c.*, hex(substr(p.image_ids, c.place / c.groups * 8 + 1, 8)) AS i,
           hex(substr(p.probabilities, c.place * 4 + 1, 4)) AS f
    FROM cell AS c
    JOIN prediction AS p ON p.run = c.run AND p.epoch = c.epoch AND p.split = c.split
  ),
  numbers AS (
    SELECT run, epoch, split, label_revision, place % groups AS group_index,
           ((instr('123456789ABCDEF', substr(i, 1, 1)) << 4) | instr('123456789ABCDEF', substr(i, 2, 1)))
           | (((instr('123456789ABCDEF', substr(i, 3, 1)) << 4) | instr('123456789ABCDEF', substr(i, 4, 1))) << 8)
           | (((instr('123456789ABCDEF', substr(i, 5, 1)) << 4) | instr('123456789ABCDEF', substr(i, 6, 1))) << 16)
           | (((instr('123456789ABCDEF', substr(i, 7, 1)) << 4) | instr('123456789ABCDEF', substr(i, 8, 1))) << 24)
           | (((instr('123456789ABCDEF', substr(i, 9, 1)) << 4) | instr('123456789ABCDEF', substr(i, 10, 1))) << 32)
           | (((instr('123456789ABCDEF', substr(i, 11, 1)) << 4) | instr('123456789ABCDEF', substr(i, 12, 1))) << 40)
             AS image,
           ((instr('123456789ABCDEF', substr(f, 1, 1)) << 4) | instr('123456789ABCDEF', substr(f, 2, 1)))
           | (((instr('123456789ABCDEF', substr(f, 3, 1)) << 4) | instr('123456789ABCDEF', substr(f, 4, 1))) << 8)
           | (((instr('123456789ABCDEF', substr(f, 5, 1)) << 4) | instr('123456789ABCDEF', substr(f, 6, 1))) << 16)
           | (((instr('123456789ABCDEF', substr(f, 7, 1)) << 4) | instr('123456789ABCDEF', substr(f, 8, 1))) << 24)
             AS bits
    FROM digits
  )
SELECT n.run, n.epoch, n.split, n.label_revision, n.image, m.path, n.group_index,
       coalesce(json_extract(r.classes_json, '$[' || n.group_index || '].name'),
                json_extract(r.classes_json, '$[' || n.group_index || ']')) AS group_name,
       CASE WHEN (n.bits >> 23) & 255 < 65 THEN 0.0
            ELSE (1.0 + (n.bits & 8388607) / 8388608.0) / (1 << (127 - ((n.bits >> 23) & 255))) END AS probability
FROM numbers AS n
JOIN run AS r ON r.id = n.run
LEFT JOIN image AS m ON m.id = n.image;
CREATE INDEX image_quality_edited ON image_quality (edited);
CREATE TRIGGER image_quality_is_added AFTER INSERT ON image_quality
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'quality';
  UPDATE image_quality SET edited = (SELECT value FROM change_counter WHERE name = 'quality') WHERE image = NEW.image;
END;
CREATE TRIGGER image_quality_is_edited AFTER UPDATE OF mtime_ms, decoding, changed, hash, cells, version ON image_quality
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'quality';
  UPDATE image_quality SET edited = (SELECT value FROM change_counter WHERE name = 'quality') WHERE image = NEW.image;
END;
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
CREATE VIEW v_test_look AS
SELECT l.id, strftime('%Y-%m-%dT%H:%M:%SZ', l.at_ms / 1000, 'unixepoch') AS at, l.who, l.run, r.name AS run_name,
       l.epoch, l.threshold, l.n, l.label_revision, l.reason
FROM test_look AS l
LEFT JOIN run AS r ON r.id = l.run;
CREATE TRIGGER run_is_edited AFTER UPDATE OF name, state, model_path, weights_hash, message, note, deleted, threshold,
  threshold_json, parent, parent_epoch, calibration_json ON run
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'run';
  UPDATE run SET edited = (SELECT value FROM change_counter WHERE name = 'run') WHERE id = NEW.id;
END;
CREATE VIEW v_run AS
SELECT r.id, r.name, strftime('%Y-%m-%dT%H:%M:%SZ', r.created_at_ms / 1000, 'unixepoch') AS created_at, r.state,
       r.target, r.classes_json, r.depth, r.seed, r.label_revision, r.edit_revision, r.weights_hash, r.model_path,
       r.message, r.config_json, (SELECT count(*) FROM epoch WHERE run = r.id) AS epochs,
       c.epoch AS best_epoch, c.criterion AS best_criterion, r.note, r.deleted, r.threshold, r.threshold_json, r.parent,
       r.parent_epoch, (SELECT count(*) FROM test_look WHERE run = r.id) AS test_looks, r.calibration_json
FROM run AS r
LEFT JOIN checkpoint AS c ON c.run = r.id AND c.is_best = 1;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('class',2);
INSERT INTO "sqlite_sequence" VALUES('image',3);
INSERT INTO "sqlite_sequence" VALUES('target',1);
INSERT INTO "sqlite_sequence" VALUES('run',2);
COMMIT;PRAGMA application_id = 1315272309;
PRAGMA user_version = 8;
