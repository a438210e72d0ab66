SELECT id, hash FROM label_event ORDER BY id DESC LIMIT 1
