SELECT id FROM image
WHERE removed = 0 AND imported_label IS NOT NULL AND label IS NOT imported_label
ORDER BY id
