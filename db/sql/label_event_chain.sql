SELECT e.id, e.at_ms, e.who, e.image, e.class_from, e.class_to, e.reason, e.source, e.seconds_spent,
       e.model_visible, e.batch, e.branch, e.prev_hash, e.hash, coalesce(i.sha256, '')
FROM label_event AS e LEFT JOIN image AS i ON i.id = e.image
ORDER BY e.id
