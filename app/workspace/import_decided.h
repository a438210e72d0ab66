// What was decided of an image and stands: what an undo took back does not, nor does the undo.
// The undo of an import compares by value: a decision for the very value that the import gave goes with it.
// Any thread; pure functions.
#pragma once

#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/edits.h"
#include "db/labels.h"

namespace app {

using Reversals = std::unordered_map<db::BatchId, db::BatchId>;  // db::reversals

// Whether an image that is out of the set went only with the imports that had brought it, which were undone.
bool went_with_its_import(const std::vector<db::EditEvent>& newest_first, const Reversals& reversals);

// Of an image whose import was undone, what was decided beside it: "label", "split" and fields of its metadata as
// conflicts of an import name them.
std::set<std::string> decided_of(const std::vector<db::LabelEvent>& labels, const std::vector<db::EditEvent>& edits,
                                 const Reversals& reversals);

}  // namespace app
