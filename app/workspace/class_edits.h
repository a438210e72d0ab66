// Changes of the list of classes, each one decision that undo takes back: add, rename, merge, reorder, recolour,
// retire. A target gains a class by them only where classes are added by hand (class_targets.h), and loses one only
// to a merge; a run stays tied to the classes it was trained on.
//
//   const ClassDecision decision = rename_class(workspace.reader(), "nevus", "nv");
//   workspace.writer().transact_and_wait(decision.name, decision.work);
//
// The functions check and describe; the work checks again and writes the one thing that changes of the class as it
// stands then, so that what somebody else decided of it meanwhile stays. Both throw std::runtime_error saying which
// name stands in the way. Any thread with a reader of its own. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/workspace/class_catalog.h"
#include "db/classes.h"
#include "db/reader.h"
#include "db/writer.h"

namespace app {

struct ClassDecision {
  std::string name;                // "Rename class nevus to nv"
  std::vector<std::string> notes;  // what else follows
  db::Writer::Work work;
  std::string images_become = {};  // of a merge: what its first note says after the number of images

  // As it was when it was written, which may be later than the look that `notes` is of.
  std::vector<std::string> notes_after(const db::ChangeSet& changes) const;
};

// A colour that stays apart from those in use, where none is given.
ClassDecision add_class(const db::Readable& from, const ClassCatalog& catalog, const std::string& name,
                        const std::string& full_name = "", std::optional<std::uint32_t> colour_rgb = std::nullopt);
// The groups of targets keep their names: models know them by these.
ClassDecision rename_class(const db::Readable& from, const std::string& name, const std::string& to);
// Every image of `name`, removed ones too, becomes `into`, which is not retired; `into` takes its place in targets that
// lack it, and `name` is retired.
ClassDecision merge_classes(const db::Readable& from, const std::string& name, const std::string& into);
// Those named come first, in this order; the others follow as they stand.
ClassDecision reorder_classes(const db::Readable& from, const std::vector<std::string>& names);
ClassDecision recolour_class(const db::Readable& from, const std::string& name, std::uint32_t colour_rgb);
// Takes no new labels; what it has stays. False: takes them again.
ClassDecision retire_class(const db::Readable& from, const std::string& name, bool retired);

// "#e07a5f" or "e07a5f". Throws when it is no colour.
std::uint32_t colour_named(const std::string& text);

}  // namespace app
