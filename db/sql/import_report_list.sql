SELECT id, at_ms, source, added, known, relinked, duplicates, failures_json, batch
FROM import_report ORDER BY id DESC
