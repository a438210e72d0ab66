INSERT INTO target_class (target, class, position) VALUES (?1, ?2, ?3)
