SELECT 1 FROM label_batch WHERE undoes = ?1
