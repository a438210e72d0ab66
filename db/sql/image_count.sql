SELECT label, split, count(*) FROM image WHERE removed = 0 GROUP BY label, split ORDER BY label, split
