SELECT image, mtime_ms, decoding, hash, cells, changed FROM image_quality ORDER BY image
