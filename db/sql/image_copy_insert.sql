INSERT INTO image_copy (path, image) VALUES (?1, ?2) ON CONFLICT (path) DO UPDATE SET image = ?2
