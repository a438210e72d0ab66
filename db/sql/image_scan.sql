SELECT id, path, sha256, split, lesion_id, patient_id, age_years, sex, site, dx_type, source, width_px,
       height_px, label, imported_label, missing, removed, image_group, bytes
FROM image WHERE id > ?1 ORDER BY id
