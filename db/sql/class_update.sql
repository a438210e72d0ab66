UPDATE class SET name = ?2, full_name = ?3, colour = ?4, position = ?5 WHERE id = ?1
