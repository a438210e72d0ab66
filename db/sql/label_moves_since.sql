SELECT e.image, e.class_from, e.class_to, i.imported_label IS NOT NULL AND i.label IS NOT i.imported_label
FROM label_event AS e JOIN image AS i ON i.id = e.image
WHERE e.id > ?1 AND e.branch = 'main'
ORDER BY e.id
