INSERT INTO import_report (at_ms, source, added, known, relinked, duplicates, failures_json)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
RETURNING id
