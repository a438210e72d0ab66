SELECT count(*) FROM image_copy
