INSERT INTO label_batch (id, at_ms, who, name, source, undoes, session)
VALUES ((SELECT coalesce(max(id), 0) + 1 FROM label_batch), ?1, ?2, ?3, ?4, ?5, ?6)
RETURNING id
