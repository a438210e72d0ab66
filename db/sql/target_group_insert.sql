INSERT INTO target_group (target, position, name) VALUES (?1, ?2, ?3)
