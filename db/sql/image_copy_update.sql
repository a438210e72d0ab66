UPDATE image_copy SET
  image = ?2, batch = CASE WHEN EXISTS (SELECT 1 FROM label_batch WHERE undoes = batch) THEN ?3 ELSE batch END
WHERE path = ?1
