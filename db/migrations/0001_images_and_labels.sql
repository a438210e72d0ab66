-- What the workspace holds and what was decided about it.

CREATE TABLE class (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  name      TEXT NOT NULL UNIQUE CHECK (name <> ''),
  full_name TEXT NOT NULL DEFAULT '',
  colour    INTEGER NOT NULL CHECK (colour BETWEEN 0 AND 16777215),  -- 0xRRGGBB
  position  INTEGER NOT NULL
) STRICT;

CREATE TABLE target (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  name        TEXT NOT NULL UNIQUE CHECK (name <> ''),
  description TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE target_group (
  target   INTEGER NOT NULL REFERENCES target ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  name     TEXT NOT NULL CHECK (name <> ''),
  PRIMARY KEY (target, position),
  UNIQUE (target, name)
) STRICT;

-- A class stands in at most one group of a target; a class without a row is left out of it.
CREATE TABLE target_class (
  target   INTEGER NOT NULL,
  class    INTEGER NOT NULL REFERENCES class,
  position INTEGER NOT NULL,
  PRIMARY KEY (target, class),
  FOREIGN KEY (target, position) REFERENCES target_group (target, position) ON DELETE CASCADE
) STRICT;

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
) STRICT;
CREATE INDEX image_path ON image (path);

CREATE TRIGGER image_identity_stays BEFORE UPDATE OF id, sha256 ON image
WHEN NEW.id <> OLD.id OR NEW.sha256 <> OLD.sha256
BEGIN SELECT RAISE(ABORT, 'an image''s content hash is its identity and cannot change'); END;

CREATE TABLE label_batch (
  id     INTEGER PRIMARY KEY,
  at_ms  INTEGER NOT NULL,
  who    TEXT NOT NULL,
  name   TEXT NOT NULL,
  source TEXT NOT NULL CHECK (source IN ('import', 'user', 'undo', 'redo', 'rule')),
  undoes INTEGER UNIQUE REFERENCES label_batch CHECK (undoes < id),
  CHECK ((source IN ('undo', 'redo')) = (undoes IS NOT NULL))
) STRICT;

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

-- INSERT OR REPLACE deletes without firing the triggers above, so a row may only be added at the end.
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
CREATE TRIGGER label_event_moves_label AFTER INSERT ON label_event
WHEN NEW.branch = 'main'
BEGIN UPDATE image SET label = NEW.class_to WHERE id = NEW.image; END;

CREATE TABLE setting (
  key   TEXT PRIMARY KEY CHECK (key <> ''),
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

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
