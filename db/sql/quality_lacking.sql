SELECT id
FROM image LEFT JOIN image_quality ON image_quality.image = image.id
WHERE image.missing = 0 AND image.removed = 0 AND coalesce(version, 0) <> ?1 AND coalesce(changed, 0) = 0 AND id > ?2
ORDER BY id
LIMIT ?3
