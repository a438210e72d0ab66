UPDATE image_copy SET image = ?2 WHERE path = ?1
