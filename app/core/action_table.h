// The one table of actions: name, tooltip and shortcut. Menus, the palette, the shortcut sheet and
// the key dispatch are made from it. Immutable; any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "app/core/command.h"

namespace app {

struct ActionInfo {
  Action action;
  std::string_view id;     // stable, for scripts: "undo"
  std::string_view menu;   // menu it stands in: "Edit"; empty: palette only
  std::string_view title;  // "Undo"
  std::string_view tooltip;
  std::string_view shortcut;  // "ctrl+z"; lower case, modifiers in the order ctrl+shift+alt; may be empty
};

std::span<const ActionInfo> action_table();
const ActionInfo& info_of(Action action);
std::optional<Action> action_for_shortcut(std::string_view shortcut);

}  // namespace app
