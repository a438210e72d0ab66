UPDATE image SET split = ?2 WHERE id = ?1
