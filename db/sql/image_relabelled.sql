SELECT image.id
FROM (SELECT image, class_to, max(id) FROM label_event
      WHERE source = 'import' AND branch = 'main' GROUP BY image) AS imported
JOIN image ON image.id = imported.image
WHERE image.label IS NOT imported.class_to
ORDER BY image.id
