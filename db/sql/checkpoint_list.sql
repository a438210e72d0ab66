SELECT run, epoch, path, criterion, is_best FROM checkpoint WHERE run = ?1 ORDER BY epoch
