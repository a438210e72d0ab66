SELECT id, label, imported_label FROM image ORDER BY id
