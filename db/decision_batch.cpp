#include "db/decision_batch.h"

#include "db/base/error.h"
#include "db/changes.h"
#include "db/edits.h"
#include "db/embedded_sql.h"
#include "db/label_rows.h"
#include "db/sqlite/query.h"

namespace db {

BatchId insert_batch(Transaction& transaction, LabelSource source, std::optional<BatchId> undoes) {
  const BatchId batch = Query(transaction.connection(), sql::label_batch_insert, transaction.now_ms(),
                              transaction.who(), transaction.name(), name_of(source), undoes, transaction.session().id)
                            .id();
  transaction.changes().batches.push_back(batch);
  return batch;
}

BatchId own_batch(Transaction& transaction, LabelSource source) {
  auto& own = transaction.own_batches()[name_of(source)];
  if (own == 0) own = insert_batch(transaction, source);
  return own;
}

BatchId begin_batch(Transaction& transaction, LabelSource source) { return own_batch(transaction, source); }

void continue_batch(Transaction& transaction, BatchId batch) {
  Query query(transaction.connection(), sql::label_batch_by_id, batch);
  require_changed(query.next() ? 1 : 0, "decision " + std::to_string(batch), transaction.connection());
  if (is_taken_back(transaction, batch))
    throw Error(ErrorKind::Refused, "Cannot go on with decision " + std::to_string(batch) +
                                        ": it was taken back meanwhile. Begin it again; nothing of this step was "
                                        "kept: " +
                                        transaction.connection().file().string());
  transaction.own_batches()[name_of(read_label_batch(query).source)] = batch;
  transaction.changes().batches.push_back(batch);
}

bool is_taken_back(const Readable& from, BatchId batch) {
  return Query(from.connection(), sql::label_batch_taken_back, batch).next();
}

}  // namespace db
