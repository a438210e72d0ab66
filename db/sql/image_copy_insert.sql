-- It stays with the import that met it first, unless that was taken back.
INSERT INTO image_copy (path, image, batch) VALUES (?1, ?2, ?3)
ON CONFLICT (path) DO UPDATE SET
  image = ?2, batch = CASE WHEN EXISTS (SELECT 1 FROM label_batch WHERE undoes = batch) THEN ?3 ELSE batch END
