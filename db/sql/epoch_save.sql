INSERT OR REPLACE INTO epoch (run, epoch, train_loss, val_loss, val_auc, val_accuracy, learning_rate,
                              seconds, metrics_json)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
