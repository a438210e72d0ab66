-- What was read off a picture and its file. None of it is a decision: it is measured again where it is lost.

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
CREATE INDEX image_quality_edited ON image_quality (edited);

INSERT INTO change_counter VALUES ('quality', 0);
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

-- Pairs that were looked at and are no duplicates. They stand while their batch does.
CREATE TABLE kept_apart (
  image_a INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
  image_b INTEGER NOT NULL REFERENCES image ON DELETE CASCADE,
  batch   INTEGER NOT NULL REFERENCES label_batch,
  PRIMARY KEY (image_a, image_b, batch),
  CHECK (image_a < image_b)
) STRICT, WITHOUT ROWID;

-- Files with the same bytes as an image that is known already: they are that image, and only counted.
CREATE TABLE image_copy (
  path  TEXT PRIMARY KEY,
  image INTEGER NOT NULL REFERENCES image ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
