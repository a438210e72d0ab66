SELECT id, name, full_name, colour, position, retired FROM class WHERE name = ?1 AND absent = 0
