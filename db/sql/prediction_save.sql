INSERT OR REPLACE INTO prediction (run, epoch, split, label_revision, group_count, image_ids,
                                   probabilities, views)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
