SELECT id, name, description FROM target ORDER BY id
