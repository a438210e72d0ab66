UPDATE image SET path = ?2, missing = 0 WHERE id = ?1
