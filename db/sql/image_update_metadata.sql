UPDATE image
SET lesion_id = ?2, patient_id = ?3, age_years = ?4, sex = ?5, site = ?6, dx_type = ?7, mask_path = ?8,
    source = ?9, extra_json = ?10
WHERE id = ?1
