UPDATE import_report
SET added = ?2, known = ?3, relinked = ?4, duplicates = ?5, failures_json = ?6, summary_json = ?7
WHERE id = ?1
