INSERT INTO label_event (id, at_ms, who, image, class_from, class_to, reason, source, seconds_spent,
                         model_visible, batch, branch, prev_hash, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
