SELECT epoch FROM prediction WHERE run = ?1 AND split = ?2 ORDER BY epoch
