UPDATE run SET state = 'interrupted' WHERE state IN ('running', 'paused') RETURNING id
