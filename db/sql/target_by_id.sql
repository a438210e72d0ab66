SELECT id, name, description FROM target WHERE id = ?1
