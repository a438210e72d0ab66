UPDATE image_quality SET mtime_ms = ?2, changed = 0 WHERE image = ?1
