SELECT image, changed, version, sharpness, exposure, contrast, dark_corners, hair, ruler, colour_cast
FROM image_quality
WHERE image = ?1
