SELECT id FROM image WHERE edited > 0 AND edited > ?1 AND id <= ?2 ORDER BY id
