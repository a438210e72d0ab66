SELECT count(*) FROM target WHERE id <> ?1 AND name = ?2
