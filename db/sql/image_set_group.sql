UPDATE image SET image_group = ?2 WHERE id = ?1
