SELECT id FROM label_batch WHERE id > ?1 ORDER BY id
