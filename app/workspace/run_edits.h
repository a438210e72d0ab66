// What is done to a run beside training it: a name, a note, putting it away and bringing it back, taking its files off
// the disk. Putting away loses nothing; files go only when asked for by name.
// Any thread; each call is one transaction and waits for it. Throws with what was attempted and why it failed.
#pragma once

#include <cstdint>
#include <string>

#include "app/core/types.h"
#include "app/workspace/workspace.h"

namespace app {

// Spaces at the ends are cut off. Two runs may not have one name, for a name has to find its run.
void rename_run(Workspace& workspace, RunId run, const std::string& name);
void note_run(Workspace& workspace, RunId run, const std::string& note);
// A run that somebody trains now is refused.
void put_run_away(Workspace& workspace, RunId run);
void bring_run_back(Workspace& workspace, RunId run);

struct RunFiles {
  int count = 0;
  std::int64_t bytes = 0;
};
RunFiles run_files(const Workspace& workspace, RunId run);
// Of a run that was put away: models, state, logs. Its row, epochs and predictions stay; it can be neither resumed nor
// asked about new images again. Gives what was removed.
RunFiles remove_run_files(Workspace& workspace, RunId run);

}  // namespace app
