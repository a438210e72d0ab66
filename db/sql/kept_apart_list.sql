-- A batch stands when it was not undone, or its undoing was.
WITH RECURSIVE undoing (batch, last, times) AS (
  SELECT DISTINCT batch, batch, 0 FROM kept_apart
  UNION ALL
  SELECT undoing.batch, label_batch.id, times + 1
  FROM undoing JOIN label_batch ON label_batch.undoes = undoing.last
)
SELECT DISTINCT image_a, image_b
FROM kept_apart
WHERE (SELECT max(times) % 2 FROM undoing WHERE undoing.batch = kept_apart.batch) = 0
ORDER BY image_a, image_b
