SELECT id, at_ms, who, name, source, undoes, session,
       (SELECT count(*) FROM label_event WHERE batch = label_batch.id)
       + (SELECT count(*) FROM edit_event WHERE batch = label_batch.id)
FROM label_batch
WHERE id = ?1 AND source IN ('user', 'rule', 'redo')
  AND NOT EXISTS (SELECT 1 FROM label_batch AS later WHERE later.undoes = label_batch.id)
