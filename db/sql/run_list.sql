SELECT id, name, created_at_ms, state, target, depth, config_json, seed, label_revision, contract_json,
       weights_hash, model_path, message, classes_json, edit_revision
FROM run ORDER BY id DESC
