UPDATE run SET threshold = ?2, threshold_json = ?3 WHERE id = ?1
