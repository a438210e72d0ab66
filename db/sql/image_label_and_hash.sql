SELECT label, sha256, imported_label FROM image WHERE id = ?1
