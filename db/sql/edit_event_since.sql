SELECT id, at_ms, who, kind, subject, before_json, after_json, reason, source, batch, prev_hash, hash
FROM edit_event
WHERE id > ?1 AND kind IN ('split', 'removed', 'metadata') ORDER BY id DESC
