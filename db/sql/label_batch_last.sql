SELECT coalesce(max(id), 0) FROM label_batch
