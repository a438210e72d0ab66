INSERT INTO run_event (run, epoch, step, at_ms, kind, json) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
