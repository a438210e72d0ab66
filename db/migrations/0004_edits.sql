-- Whatever else a person changes is a decision like a label: logged in the same batches, taken back by the
-- same undo.

ALTER TABLE image ADD COLUMN removed INTEGER NOT NULL DEFAULT 0 CHECK (removed IN (0, 1));  -- from the set; the row stays
ALTER TABLE image ADD COLUMN image_group TEXT NOT NULL DEFAULT '';  -- equal: shows the same thing; '': nothing is known
ALTER TABLE image ADD COLUMN import_id INTEGER NOT NULL DEFAULT 0;  -- of the report which added it; 0: before it was kept

ALTER TABLE class ADD COLUMN retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1));  -- no new labels
ALTER TABLE class ADD COLUMN absent INTEGER NOT NULL DEFAULT 0 CHECK (absent IN (0, 1));    -- its adding was undone

ALTER TABLE import_report ADD COLUMN batch INTEGER REFERENCES label_batch;  -- what it wrote; NULL: not kept
ALTER TABLE run ADD COLUMN edit_revision INTEGER NOT NULL DEFAULT 0;        -- last edit event when it began

-- `before` and `after` hold the columns that changed; null: the class or target was or is not there.
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

DROP TRIGGER image_is_edited;
CREATE TRIGGER image_is_edited AFTER UPDATE OF path, split, lesion_id, patient_id, age_years, sex, site, dx_type,
  mask_path, source, extra_json, missing, removed, image_group ON image
BEGIN
  UPDATE change_counter SET value = value + 1 WHERE name = 'image';
  UPDATE image SET edited = (SELECT value FROM change_counter WHERE name = 'image') WHERE id = NEW.id;
END;

-- For reading with other programs; docs/sql_views.md. Nevus itself does not use them.
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

CREATE VIEW v_run AS
SELECT r.id, r.name, strftime('%Y-%m-%dT%H:%M:%SZ', r.created_at_ms / 1000, 'unixepoch') AS created_at, r.state,
       r.target, r.classes_json, r.depth, r.seed, r.label_revision, r.edit_revision, r.weights_hash, r.model_path,
       r.message, r.config_json, (SELECT count(*) FROM epoch WHERE run = r.id) AS epochs,
       c.epoch AS best_epoch, c.criterion AS best_criterion
FROM run AS r
LEFT JOIN checkpoint AS c ON c.run = r.id AND c.is_best = 1;

CREATE VIEW v_epoch AS
SELECT e.run, r.name AS run_name, e.epoch, e.train_loss, e.val_loss, e.val_auc, e.val_accuracy, e.learning_rate,
       e.seconds, e.metrics_json
FROM epoch AS e
JOIN run AS r ON r.id = e.run;

-- One row for each image and group. SQLite cannot read a float from a blob, so it is put together from its hex
-- digits: little-endian float32, of which probabilities below 2^-62 are given as 0.
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
