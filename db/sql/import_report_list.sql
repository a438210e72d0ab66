SELECT id, at_ms, source, added, known, relinked, duplicates, failures_json, batch, summary_json,
       EXISTS (SELECT 1 FROM label_batch AS back
               WHERE back.undoes = import_report.batch
                 AND NOT EXISTS (SELECT 1 FROM label_batch AS again WHERE again.undoes = back.id))
FROM import_report ORDER BY id DESC
