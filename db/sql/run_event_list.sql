SELECT run, epoch, step, at_ms, kind, json FROM run_event WHERE run = ?1 ORDER BY id
