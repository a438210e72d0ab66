SELECT b.id, b.at_ms, b.who, b.name, b.source, b.undoes, b.session,
       (SELECT count(*) FROM label_event WHERE batch = b.id) + (SELECT count(*) FROM edit_event WHERE batch = b.id)
FROM import_report AS r
JOIN label_batch AS b ON b.id = r.batch
WHERE r.id = ?1 AND NOT EXISTS (SELECT 1 FROM label_batch AS later WHERE later.undoes = b.id)
