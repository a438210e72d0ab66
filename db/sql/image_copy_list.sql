SELECT c.image, c.path, i.bytes FROM image_copy c JOIN image i ON i.id = c.image ORDER BY c.image, c.path
