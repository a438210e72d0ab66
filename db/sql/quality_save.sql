UPDATE image_quality
SET version = ?2, sharpness = ?3, exposure = ?4, contrast = ?5, dark_corners = ?6, hair = ?7, ruler = ?8,
    colour_cast = ?9
WHERE image = ?1
