SELECT id, name, full_name, colour, position FROM class WHERE name = ?1
