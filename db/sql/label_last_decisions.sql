-- Of each image: the newest event; SQLite gives the other columns of the row that max() is found in.
SELECT image, max(id), at_ms, source FROM label_event WHERE branch = 'main' GROUP BY image ORDER BY image
