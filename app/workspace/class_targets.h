// The targets of a workspace whose classes are added by hand: made as soon as there are two classes, as an import
// would make them, and taking each further class until a run has learnt them. A target that came with an import, or
// that a run knows, is left as it is.
//
//   for (const HandMadeTarget& target : targets_with_class(from, catalog, "bcc"))  // what adding bcc makes of them
//     save(transaction, target);                                                   // after the class
//
// Any thread with a reader of its own.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/class_catalog.h"
#include "db/classes.h"
#include "db/reader.h"

namespace app {

// Groups of class names, before the new one has a number.
struct HandMadeTarget {
  std::string name;
  std::vector<std::pair<std::string, std::vector<std::string>>> groups;
};
std::vector<HandMadeTarget> targets_with_class(const db::Readable& from, const ClassCatalog& catalog,
                                               const std::string& added);
// "the target diagnosis is: nv, mel"
std::string words_of(const HandMadeTarget& target);
// After the class was added; nothing where a run has learnt the target meanwhile.
void save(db::Transaction& transaction, const HandMadeTarget& target);

}  // namespace app
