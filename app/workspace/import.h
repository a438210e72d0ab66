// Brings images into a workspace: hashes and probes every file, adds the new ones in batches of one
// transaction each, relinks moved ones, and reports what could not be read and why. What is already
// decided is never overwritten: an image that is known by its content keeps its label.
// One thread at a time (the long lane, or the command line).
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/intake/import_source.h"
#include "app/workspace/workspace.h"

namespace app {

struct ImportFailure {
  std::string path, reason;
};

struct ImportReport {
  std::string source;
  int found = 0;
  int added = 0;
  int known = 0;       // same content, same place: nothing to do
  int relinked = 0;    // same content, new place
  int duplicates = 0;  // same content twice in this import
  bool cancelled = false;
  std::vector<ImportFailure> failures;
  std::vector<std::string> notes;
};

ImportReport import_images(Workspace& workspace, const ImportSource& source, const OnProgress& progress,
                           std::stop_token stop);

// "Imported 600 of 604 images; 4 could not be read" and the first reasons, for people.
std::string describe(const ImportReport& report);

}  // namespace app
