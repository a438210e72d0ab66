// What the header's buttons say of the page that is seen: the key is named only where it does the same, and a page
// whose own action has the key of Undo gets that one. Pure. Main thread only.
#pragma once

#include <string>
#include <string_view>

#include "app/core/action_table.h"

namespace app {

// "Fine-tune (Ctrl Enter)" where the action's key means it, else the words alone.
std::string with_key(const ActionTable& actions, std::string_view page, std::string_view action,
                     const std::string& words);

struct HeaderStep {
  std::string action;  // that a click runs
  std::string tip;
  bool enabled = false;
};
// Of "undo" or "redo"; `name` is what that would take back or make again, empty: nothing.
HeaderStep header_step(const ActionTable& actions, std::string_view page, const std::string& action,
                       const std::string& name);

}  // namespace app
