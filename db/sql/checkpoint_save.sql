INSERT OR REPLACE INTO checkpoint (run, epoch, path, criterion, is_best) VALUES (?1, ?2, ?3, ?4, ?5)
