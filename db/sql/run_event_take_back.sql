DELETE FROM run_event WHERE id = (SELECT max(id) FROM run_event WHERE run = ?1 AND kind = ?2)
