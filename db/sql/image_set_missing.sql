UPDATE image SET missing = ?2 WHERE id = ?1
