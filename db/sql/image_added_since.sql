SELECT id FROM image WHERE id > ?1 ORDER BY id
