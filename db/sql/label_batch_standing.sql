-- What stands of a decision (?1) or of an import (?2; 0: the other is meant): itself, or the redo after its undoing was
-- undone; none where the last was an undoing.
WITH RECURSIVE undoing (batch, times) AS (
  SELECT id, 0 FROM label_batch
  WHERE (id = ?1 AND source IN ('user', 'rule', 'redo')) OR id = (SELECT batch FROM import_report WHERE id = ?2)
  UNION ALL
  SELECT label_batch.id, times + 1 FROM undoing JOIN label_batch ON label_batch.undoes = undoing.batch
)
SELECT b.id, b.at_ms, b.who, b.name, b.source, b.undoes, b.session,
       (SELECT count(*) FROM label_event WHERE batch = b.id) + (SELECT count(*) FROM edit_event WHERE batch = b.id)
FROM label_batch AS b JOIN undoing ON undoing.batch = b.id
WHERE undoing.times = (SELECT max(times) FROM undoing) AND undoing.times % 2 = 0
