// Does what a plan says: adds the new images in transactions of many each, relinks moved ones, and changes what
// stands only where that is chosen, as logged edits. Everything belongs to one import, which undo takes back as one
// step. Files that could not be read are in the report with the reason; what was written before a failure or a cancel
// is kept, and the report says how much.
// One thread at a time (the import lane, or the command line).
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/workspace/import_plan.h"
#include "app/workspace/workspace.h"

namespace app {

// Which conflicts are decided for the source; the others stay as they are.
struct ImportChoices {
  std::vector<ConflictKind> update;
  bool updates(ConflictKind kind) const;
  // Whether it is a question at all: not what is said of an image that stays out of the set, nor of a content that
  // does.
  bool asks(const Conflict& conflict) const {
    return (!conflict.of_removed || updates(ConflictKind::Removed)) &&
           (!conflict.of_changed || updates(ConflictKind::Content));
  }
  bool applies(const Conflict& conflict) const { return updates(conflict.kind) && asks(conflict); }
  std::vector<Conflict> asked(const std::vector<Conflict>& conflicts, ConflictKind kind) const;
};

struct ImportFailure {
  std::string path, reason;
};

struct ImportReport {
  std::int64_t id = 0;  // of the stored report; 0: nothing was written
  std::string source;
  long found = 0;
  long added = 0;
  long known = 0;          // same content, same place: nothing to do
  long relinked = 0;       // same content, new place
  long duplicates = 0;     // same content as another image, here or in this import
  long left_out = 0;       // removed from the set before, or another content under a known path, and left so
  long changed = 0;        // images that were here and of which something was changed, as chosen
  long decided_since = 0;  // that something was to be changed of, which is not as it was when it was planned: left
  bool cancelled = false;
  bool taken_back = false;  // somebody undid it while it ran
  long kept_out = 0;        // images that it had not come to by then
  std::vector<ImportFailure> failures;
  std::vector<std::string> notes;

  bool ran_to_its_end() const { return !cancelled && !taken_back; }
  bool did_something() const { return added + known + relinked + duplicates + left_out + changed > 0; }
};

PlanPlace place_of(const Workspace& workspace, const db::Readable& from);

// What is told of a plan without pictures, for which no workspace need be made.
ImportReport report_of_nothing(const ImportPlan& plan, const ImportChoices& choices);

ImportReport apply_plan(Workspace& workspace, const ImportPlan& plan, const ImportChoices& choices,
                        const OnProgress& progress, const std::stop_token& stop);

// Both at once, with nothing changed that stands.
ImportReport import_images(Workspace& workspace, const ImportSource& source, const OnProgress& progress,
                           const std::stop_token& stop);

// "Imported 600 of 604 images; 4 could not be read" and the first reasons, for people.
std::string describe(const ImportReport& report);

}  // namespace app
