INSERT OR REPLACE INTO prediction (run, epoch, split, label_revision, group_count, image_ids,
                                   probabilities)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
