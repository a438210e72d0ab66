DELETE FROM class WHERE id = ?1
