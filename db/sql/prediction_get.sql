SELECT label_revision, group_count, image_ids, probabilities, views
FROM prediction WHERE run = ?1 AND epoch = ?2 AND split = ?3
