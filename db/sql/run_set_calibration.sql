UPDATE run SET calibration_json = ?2 WHERE id = ?1
