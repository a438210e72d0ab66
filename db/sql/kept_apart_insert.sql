INSERT OR IGNORE INTO kept_apart (image_a, image_b, batch) VALUES (min(?1, ?2), max(?1, ?2), ?3)
