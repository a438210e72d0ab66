INSERT INTO edit_event (id, at_ms, who, kind, subject, before_json, after_json, reason, source, batch, prev_hash, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
