SELECT id, extra_json FROM image WHERE id > ?1 ORDER BY id
