SELECT image, class_to, max(id) FROM label_event
WHERE id <= ?1 AND branch = 'main'
GROUP BY image
