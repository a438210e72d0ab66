SELECT image, mtime_ms, decoding, changed FROM image_quality
