SELECT id, extra_json FROM image WHERE id = ?1
