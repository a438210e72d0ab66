SELECT count(*) FROM image WHERE label = ?1
