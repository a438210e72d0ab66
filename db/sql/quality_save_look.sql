INSERT INTO image_quality (image, mtime_ms, decoding, hash, cells)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (image) DO UPDATE
SET mtime_ms = ?2, decoding = ?3, hash = ?4, cells = ?5, changed = 0
