SELECT e.id, e.at_ms, e.who, e.image, e.class_from, e.class_to, e.reason, e.source, e.seconds_spent,
       e.model_visible, e.batch, e.branch, e.prev_hash, e.hash, i.path, coalesce(a.name, ''),
       coalesce(b.name, '')
FROM label_event AS e
JOIN image AS i ON i.id = e.image
LEFT JOIN class AS a ON a.id = e.class_from
LEFT JOIN class AS b ON b.id = e.class_to
ORDER BY e.id DESC LIMIT ?1
