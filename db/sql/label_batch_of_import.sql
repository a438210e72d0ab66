-- What stands of it: the import itself, or the redo after its undoing was undone; none where the last was an undoing.
WITH RECURSIVE undoing (batch, times) AS (
  SELECT batch, 0 FROM import_report WHERE id = ?1
  UNION ALL
  SELECT label_batch.id, times + 1 FROM undoing JOIN label_batch ON label_batch.undoes = undoing.batch
)
SELECT b.id, b.at_ms, b.who, b.name, b.source, b.undoes, b.session,
       (SELECT count(*) FROM label_event WHERE batch = b.id) + (SELECT count(*) FROM edit_event WHERE batch = b.id)
FROM label_batch AS b JOIN undoing ON undoing.batch = b.id
WHERE undoing.times = (SELECT max(times) FROM undoing) AND undoing.times % 2 = 0
