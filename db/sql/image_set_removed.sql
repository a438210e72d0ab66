UPDATE image SET removed = ?2 WHERE id = ?1
