SELECT label, sha256 FROM image WHERE id = ?1
