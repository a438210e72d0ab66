// Writes one batch of label events, each chained to the one before it.
// Private to db. The writer's thread only; borrows the transaction.
#pragma once

#include <optional>
#include <string>

#include "db/labels.h"

namespace db {

class LabelBatchWriter {
 public:
  // What the image's row says before a change.
  struct Current {
    std::optional<ClassId> label;
    std::string sha256;
    std::optional<ClassId> imported_label;
  };

  // `reversal`: the batch of an undo or redo, which is there already; otherwise the transaction's own is begun
  // with the first event.
  LabelBatchWriter(Transaction& transaction, LabelOrigin origin, std::optional<BatchId> reversal = std::nullopt);

  // False when the image has this label already. Throws NotFound for an unknown image.
  bool relabel(const LabelChange& change);
  // As relabel, but only while the label is still `expected`.
  bool relabel_if(const std::optional<ClassId>& expected, const LabelChange& change);

  std::optional<BatchId> batch() const { return batch_; }

 private:
  void append(const LabelChange& change, const Current& current);

  Transaction& transaction_;
  LabelOrigin origin_;
  std::optional<BatchId> batch_;
  EventId last_id_ = 0;
  std::string last_hash_;
};

}  // namespace db
