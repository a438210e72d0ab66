SELECT e.id, e.at_ms, e.who, e.kind, e.subject, e.before_json, e.after_json, e.reason, e.source, e.batch,
       e.prev_hash, e.hash,
       coalesce(CASE e.kind WHEN 'class' THEN (SELECT name FROM class WHERE id = e.subject)
                            WHEN 'target' THEN (SELECT name FROM target WHERE id = e.subject)
                            ELSE (SELECT path FROM image WHERE id = e.subject) END, '')
FROM edit_event AS e
ORDER BY e.id DESC LIMIT ?1
