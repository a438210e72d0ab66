SELECT id, label FROM image ORDER BY id
