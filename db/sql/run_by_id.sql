SELECT id, name, created_at_ms, state, target, depth, config_json, seed, label_revision, contract_json,
       weights_hash, model_path, message, classes_json, edit_revision, note, deleted, threshold, threshold_json,
       parent, parent_epoch, calibration_json
FROM run WHERE id = ?1
