// Reading of label rows, shared by the label sources.
// Private to db. One thread at a time; the owner decides.
#pragma once

#include <string>

#include "db/labels.h"
#include "db/sqlite/query.h"

namespace db {

LabelSource label_source_named(const std::string& name);
// Columns as in sql/label_event_list.sql and sql/label_batch_list.sql.
LabelEvent read_label_event(const Query& row);
LabelBatch read_label_batch(const Query& row);

}  // namespace db
