SELECT image, path FROM image_copy ORDER BY image, path
