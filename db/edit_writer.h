// Writes edit events, each chained to the one before it, and changes the rows.
// Private to db. The writer's thread only; borrows the transaction.
#pragma once

#include <optional>
#include <string>

#include "db/edits.h"

namespace db {

class EditWriter {
 public:
  // `reversal`: the batch of an undo or redo, which is there already; otherwise the transaction's own is begun
  // with the first event.
  EditWriter(Transaction& transaction, EditOptions options, std::optional<BatchId> reversal = std::nullopt);

  // False when `before` is not what stands, or it may not become `after`: nothing was written.
  bool apply(const Edit& edit);

  std::optional<BatchId> batch() const { return batch_; }

 private:
  void append(const Edit& edit);

  Transaction& transaction_;
  EditOptions options_;
  std::optional<BatchId> batch_;
  EventId last_id_ = 0;
  std::string last_hash_;
};

}  // namespace db
