SELECT id, at_ms, who, name, source, undoes, session,
       (SELECT count(*) FROM label_event WHERE batch = label_batch.id)
       + (SELECT count(*) FROM edit_event WHERE batch = label_batch.id)
FROM label_batch WHERE id = ?1
