SELECT id, hash FROM edit_event ORDER BY id DESC LIMIT 1
