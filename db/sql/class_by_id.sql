SELECT id, name, full_name, colour, position, retired FROM class WHERE id = ?1 AND absent = 0
