INSERT INTO image_quality (image, mtime_ms, decoding, hash, cells, changed)
VALUES (?1, 0, '', 0, x'', ?2)
ON CONFLICT (image) DO UPDATE SET changed = ?2
