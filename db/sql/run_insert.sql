INSERT INTO run (name, created_at_ms, state, target, depth, config_json, seed, label_revision,
                 contract_json, weights_hash, model_path, message, classes_json, edit_revision,
                 parent, parent_epoch)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
RETURNING id
