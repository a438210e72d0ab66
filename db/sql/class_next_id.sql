SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'class'), 0) + 1
