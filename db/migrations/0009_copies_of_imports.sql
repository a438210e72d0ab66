-- Which import met a copy: it counts while that stands.
ALTER TABLE image_copy ADD COLUMN batch INTEGER REFERENCES label_batch;  -- NULL: not known
