SELECT id, at_ms, who, image, class_from, class_to, reason, source, seconds_spent, model_visible, batch,
       branch, prev_hash, hash
FROM label_event WHERE batch = ?1 ORDER BY id DESC
