SELECT id, source, undoes FROM label_batch
WHERE id <= ?1 AND source <> 'import'
ORDER BY id DESC LIMIT 1
