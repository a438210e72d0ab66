SELECT id, name, full_name, colour, position FROM class ORDER BY position, id
