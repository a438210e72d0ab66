INSERT INTO class (id, name, full_name, colour, position, retired) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, full_name = excluded.full_name, colour = excluded.colour,
  position = excluded.position, retired = excluded.retired, absent = 0
