SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'target'), 0) + 1
