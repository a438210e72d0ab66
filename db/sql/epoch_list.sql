SELECT run, epoch, train_loss, val_loss, val_auc, val_accuracy, learning_rate, seconds, metrics_json
FROM epoch WHERE run = ?1 ORDER BY epoch
