SELECT e.id, e.at_ms, e.who, e.kind, e.subject, e.before_json, e.after_json, e.reason, e.source, e.batch,
       e.prev_hash, e.hash, coalesce(i.sha256, '')
FROM edit_event AS e
LEFT JOIN image AS i ON i.id = e.subject AND e.kind NOT IN ('class', 'target')
ORDER BY e.id
