UPDATE checkpoint SET is_best = 0 WHERE run = ?1
