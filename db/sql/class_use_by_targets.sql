SELECT count(*) FROM target_class WHERE class = ?1
