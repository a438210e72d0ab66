-- A workspace of version 3 as SQL text: that of version 2 upgraded, then edited: a missing file, lesions, a report.
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE change_counter (
  name  TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "change_counter" VALUES('class',0);
INSERT INTO "change_counter" VALUES('image',3);
INSERT INTO "change_counter" VALUES('run',0);
INSERT INTO "change_counter" VALUES('setting',1);
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
) STRICT;
INSERT INTO "class" VALUES(1,'nv','nv',16711680,0);
INSERT INTO "class" VALUES(2,'mel','mel',16711680,0);
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
, imported_label INTEGER REFERENCES class, edited INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "image" VALUES(1,'/pictures/0.jpg','cc88f6acf10ba9e488201201e9067fd63fc23aeb64fcf686578e6d900fceeef6',1000,600,450,'','HAM_1','P1',NULL,'','','','','','{}',1700000002000,0,1,1,2);
INSERT INTO "image" VALUES(2,'/pictures/1.jpg','bdd295acb9859817b9da544524ed3525a64f61bf5edb16deb0c28b6ae63d378b',1001,600,450,'','HAM_1','P1',NULL,'','','','','','{}',1700000002000,0,2,1,3);
INSERT INTO "image" VALUES(3,'/pictures/2.jpg','32708aa33e13cb8601678e3ffe6f522035ce3c0b8278e440299e72b1cfdcd0b9',1002,600,450,'','','',NULL,'','','','','','{}',1700000002000,1,2,1,1);
CREATE TABLE import_report (
  id            INTEGER PRIMARY KEY,
  at_ms         INTEGER NOT NULL,
  source        TEXT NOT NULL,
  added         INTEGER NOT NULL,
  known         INTEGER NOT NULL,
  relinked      INTEGER NOT NULL,
  duplicates    INTEGER NOT NULL,
  failures_json TEXT NOT NULL CHECK (json_valid(failures_json))
) STRICT;
INSERT INTO "import_report" VALUES(1,1700000000000,'ham',3,0,0,0,'[]');
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
  probabilities  BLOB NOT NULL,      -- N times group_count little-endian float32
  PRIMARY KEY (run, epoch, split),
  CHECK (length(probabilities) * 2 = length(image_ids) * group_count)
) STRICT;
INSERT INTO "prediction" VALUES(1,1,'val',5,2,X'0100000000000000',X'0000403F0000803E');
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
, edited INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO "run" VALUES(1,'run 1',1700000008000,'finished','malignant','head','{}',7,5,'{}','','runs/1/best.safetensors','finished','["benign","malignant"]',0);
CREATE TABLE run_event (
  id    INTEGER PRIMARY KEY,
  run   INTEGER NOT NULL REFERENCES run,
  epoch INTEGER NOT NULL,
  step  INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  kind  TEXT NOT NULL,
  json  TEXT NOT NULL CHECK (json_valid(json))
) STRICT;
CREATE TABLE setting (
  key   TEXT PRIMARY KEY CHECK (key <> ''),
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO "setting" VALUES('test_looks','2');
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
CREATE TRIGGER image_is_edited AFTER UPDATE OF path, split, lesion_id, patient_id, age_years, sex, site, dx_type,
  mask_path, source, extra_json, missing ON image
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'image';
  UPDATE image SET edited = (SELECT value FROM change_counter WHERE name = 'image') WHERE id = NEW.id;
END;
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
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('class',2);
INSERT INTO "sqlite_sequence" VALUES('image',3);
INSERT INTO "sqlite_sequence" VALUES('target',1);
INSERT INTO "sqlite_sequence" VALUES('run',1);
COMMIT;
PRAGMA application_id = 1315272309;
PRAGMA user_version = 3;
