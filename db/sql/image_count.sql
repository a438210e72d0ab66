SELECT label, split, count(*) FROM image GROUP BY label, split ORDER BY label, split
