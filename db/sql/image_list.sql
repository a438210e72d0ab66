SELECT id, path, sha256, bytes, width_px, height_px, split, lesion_id, patient_id, age_years, sex, site,
       dx_type, mask_path, source, extra_json, imported_at_ms, missing, label
FROM image
WHERE (?1 IS NULL OR split = ?1)
  AND (?2 IS NULL OR label = ?2)
  AND (?3 IS NULL OR (label IS NOT NULL) = ?3)
  AND (?4 IS NULL OR missing = ?4)
ORDER BY id
