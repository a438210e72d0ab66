SELECT id, at_ms, who, run, epoch, threshold, n, label_revision, reason FROM test_look ORDER BY id
