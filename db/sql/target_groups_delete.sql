DELETE FROM target_group WHERE target = ?1
