DELETE FROM image_copy WHERE path = ?1
