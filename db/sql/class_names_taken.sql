SELECT count(*) FROM class WHERE id <> ?1 AND name = ?2
