SELECT id, undoes FROM label_batch WHERE undoes IS NOT NULL
