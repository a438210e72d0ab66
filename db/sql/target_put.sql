INSERT INTO target (id, name, description) VALUES (?1, ?2, ?3)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description
