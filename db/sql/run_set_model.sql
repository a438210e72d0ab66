UPDATE run SET model_path = ?2, weights_hash = ?3 WHERE id = ?1
