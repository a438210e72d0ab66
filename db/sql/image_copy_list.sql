-- Of the images of the set, and of imports that stand: not undone, or the undoing was.
WITH RECURSIVE undoing (batch, last, times) AS (
  SELECT DISTINCT batch, batch, 0 FROM image_copy WHERE batch IS NOT NULL
  UNION ALL
  SELECT undoing.batch, label_batch.id, times + 1
  FROM undoing JOIN label_batch ON label_batch.undoes = undoing.last
)
SELECT c.image, c.path, i.bytes
FROM image_copy c JOIN image i ON i.id = c.image
LEFT JOIN (SELECT batch, max(times) % 2 AS undone FROM undoing GROUP BY batch) u ON u.batch = c.batch
WHERE i.removed = 0 AND ifnull(u.undone, 0) = 0
ORDER BY c.image, c.path
