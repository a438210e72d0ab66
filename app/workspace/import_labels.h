// Labels of a source that no image gets: of a class that is retired here, and several of one picture. They are taken
// off the items, so that nothing follows from them, and are named, as is what has none. Any thread; pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/import_plan.h"
#include "app/workspace/import_standing.h"
#include "app/workspace/import_text.h"

namespace app {

// Pictures that stand in the source several times by content, with different labels: as with rows that contradict each
// other, none of them counts.
std::vector<DisputedLabel> take_disputed_labels(ImportSource& source, std::vector<PlannedImage>& images);

// A retired class takes no new labels.
std::vector<RetiredLabel> take_retired_labels(ImportSource& source, const Standing& here,
                                              std::vector<PlannedImage>& images);

// What was taken off, and what to do. A line that begins with a blank is an example.
std::vector<std::string> label_warnings(const ImportPlan& plan, ReadIn read_in);

// How many of the added images the source gives no label, and what tells their diagnosis nevertheless; empty: none.
std::string unlabelled_line(const ImportPlan& plan);

}  // namespace app
