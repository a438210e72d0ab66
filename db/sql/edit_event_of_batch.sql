SELECT id, at_ms, who, kind, subject, before_json, after_json, reason, source, batch, prev_hash, hash
FROM edit_event WHERE batch = ?1 ORDER BY id DESC
