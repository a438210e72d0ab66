UPDATE run SET deleted = ?2 WHERE id = ?1
