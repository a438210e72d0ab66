-- Pairs that a decision kept apart: of batch ?1, or of the one that it undoes or makes again.
WITH RECURSIVE reversed (batch) AS (
  SELECT ?1
  UNION ALL
  SELECT label_batch.undoes FROM reversed JOIN label_batch ON label_batch.id = reversed.batch
  WHERE label_batch.undoes IS NOT NULL
)
SELECT count(*) FROM kept_apart WHERE batch IN (SELECT batch FROM reversed)
