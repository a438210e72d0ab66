UPDATE image SET width_px = ?2, height_px = ?3 WHERE id = ?1 AND (width_px <> ?2 OR height_px <> ?3)
