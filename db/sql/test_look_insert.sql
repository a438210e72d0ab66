INSERT INTO test_look (at_ms, who, run, epoch, threshold, n, label_revision, reason)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
RETURNING id
