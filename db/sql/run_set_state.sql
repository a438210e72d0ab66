UPDATE run SET state = ?2, message = ?3 WHERE id = ?1
