INSERT INTO image (path, sha256, bytes, width_px, height_px, split, lesion_id, patient_id, age_years,
                   sex, site, dx_type, mask_path, source, extra_json, imported_at_ms, image_group, import_id)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
RETURNING id
