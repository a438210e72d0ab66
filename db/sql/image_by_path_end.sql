SELECT id, path, sha256, bytes, width_px, height_px, split, lesion_id, patient_id, age_years, sex, site,
       dx_type, mask_path, source, extra_json, imported_at_ms, missing, label, removed,
       image_group, import_id
FROM image WHERE path LIKE '/%' AND substr(CAST(path AS BLOB), -length(CAST(?1 AS BLOB))) = CAST(?1 AS BLOB)
ORDER BY id DESC
