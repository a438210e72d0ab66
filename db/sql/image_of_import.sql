SELECT id FROM image WHERE import_id = ?1 AND removed = 0 ORDER BY id
