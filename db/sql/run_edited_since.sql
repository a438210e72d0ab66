SELECT id FROM run WHERE edited > ?1 ORDER BY id
