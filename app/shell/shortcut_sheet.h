// What the sheet of keys tells, in groups: the key and what it does, those of the classes by the classes' names. What
// one page alone knows stands in that page's group. Main thread only.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/core/action_table.h"

namespace app {

struct ShortcutGroup {
  std::string title;
  std::vector<std::pair<std::string, std::string>> rows;  // key, what it does
};

// As they are now: an action that is not offered has no row.
std::vector<ShortcutGroup> shortcut_groups(const ActionTable& actions);

}  // namespace app
