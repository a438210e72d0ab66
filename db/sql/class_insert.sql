INSERT INTO class (name, full_name, colour, position) VALUES (?1, ?2, ?3, ?4) RETURNING id
