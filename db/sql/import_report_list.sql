-- An import is undone when it was, and its undoing was not.
WITH RECURSIVE undoing (batch, last, times) AS (
  SELECT batch, batch, 0 FROM import_report WHERE batch IS NOT NULL
  UNION ALL
  SELECT undoing.batch, label_batch.id, times + 1
  FROM undoing JOIN label_batch ON label_batch.undoes = undoing.last
)
SELECT id, at_ms, source, added, known, relinked, duplicates, failures_json, batch, summary_json,
       ifnull((SELECT max(times) % 2 FROM undoing WHERE undoing.batch = import_report.batch), 0)
FROM import_report ORDER BY id DESC
