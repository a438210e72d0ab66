SELECT id FROM image INDEXED BY image_edited WHERE edited > 0 AND edited > ?1 AND id <= ?2
