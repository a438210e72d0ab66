SELECT c.path, i.bytes FROM image_copy c JOIN image i ON i.id = c.image
WHERE c.image = ?1 AND c.path >= '/' AND c.path < '0'
