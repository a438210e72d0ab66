INSERT INTO import_report (at_ms, source, added, known, relinked, duplicates, failures_json, batch)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
RETURNING id
