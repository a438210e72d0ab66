SELECT id FROM image WHERE path IN (?1, ?2) AND removed = 0 ORDER BY id
