SELECT id, name, full_name, colour, position, retired FROM class WHERE absent = 0 ORDER BY position, id
