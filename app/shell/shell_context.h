// What a panel of the shell gets for one frame: as a page does, and the shell's own view with the table of actions
// and the pages' names. References only; valid during the frame. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "app/core/action_table.h"
#include "app/pages/page.h"
#include "app/shell/shell_view.h"

namespace app {

struct ShellContext : PageContext {
  ShellView& view;  // panels edit only text fields and what they close
  const ActionTable& actions;
  const std::vector<PageInfo>& pages;
};

// Whether there is what a message offers to do: it may stand there long after.
inline bool offers(const ShellContext& context, const std::string& action) {
  const Action* known = action.empty() ? nullptr : context.actions.find(action);
  return known != nullptr && is_offered(*known);
}

}  // namespace app
