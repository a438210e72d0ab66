// The batch that the labels and edits of a transaction belong to.
// Private to db. The writer's thread only.
#pragma once

#include <optional>

#include "db/labels.h"
#include "db/writer.h"

namespace db {

// A new one, named after the transaction.
BatchId insert_batch(Transaction& transaction, LabelSource source, std::optional<BatchId> undoes = std::nullopt);
// The one the transaction has for this source; begun when it has none.
BatchId own_batch(Transaction& transaction, LabelSource source);

}  // namespace db
