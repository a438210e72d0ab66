-- What was learnt from the labels. AUTOINCREMENT: a run's number is never given to another.

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
) STRICT;

CREATE TABLE run_event (
  id    INTEGER PRIMARY KEY,
  run   INTEGER NOT NULL REFERENCES run,
  epoch INTEGER NOT NULL,
  step  INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  kind  TEXT NOT NULL,
  json  TEXT NOT NULL CHECK (json_valid(json))
) STRICT;
CREATE INDEX run_event_run ON run_event (run, id);

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

CREATE TABLE checkpoint (
  run       INTEGER NOT NULL REFERENCES run,
  epoch     INTEGER NOT NULL,
  path      TEXT NOT NULL,
  criterion REAL,
  is_best   INTEGER NOT NULL CHECK (is_best IN (0, 1)),
  PRIMARY KEY (run, epoch)
) STRICT;
