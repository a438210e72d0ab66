SELECT id FROM image
WHERE imported_label IS NOT NULL AND label IS NOT imported_label
ORDER BY id
