// What is asked of the refit. Plain values.
#pragma once

namespace app {

struct SwitchRefit {
  bool on;
};
struct AdoptRefit {};  // it becomes a run of its own
struct DropRefit {};   // back to the run as it is stored
// However long it takes, the features that are lacking are computed first.
struct ExtractForRefit {};

}  // namespace app
