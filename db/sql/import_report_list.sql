SELECT id, at_ms, source, added, known, relinked, duplicates, failures_json
FROM import_report ORDER BY id DESC
