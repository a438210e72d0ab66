#include "app/core/action_table.h"

#include <algorithm>
#include <stdexcept>

namespace app {

std::string name_of(const Action& action) { return action.name ? action.name() : action.title; }

bool is_at_home(const Action& action, const OnTop& top) {
  switch (action.scope) {
    case Scope::Global: return true;
    case Scope::Page: return std::ranges::find(action.pages, top.page) != action.pages.end();
    case Scope::Dialog: return top.dialog;
  }
  return false;
}

bool may_act(const Action& action, const OnTop& top) {
  if (!is_at_home(action, top)) return false;
  if (top.text_field && !action.over_text_field) return false;
  return action.scope == Scope::Dialog || action.over_dialog || !(top.dialog || top.menu);
}

void ActionTable::add(Action action) {
  if (find(action.id) != nullptr) throw std::logic_error("entering an action: its id is taken: " + action.id);
  rows_.push_back(std::move(action));
}

const Action* ActionTable::find(std::string_view id) const {
  const auto found = std::ranges::find(rows_, id, &Action::id);
  return found == rows_.end() ? nullptr : &*found;
}

const Action* ActionTable::for_key(std::string_view chord, const OnTop& top) const {
  const auto found = std::ranges::find_if(
      rows_, [&](const Action& action) { return action.shortcut == chord && may_act(action, top); });
  return chord.empty() || found == rows_.end() ? nullptr : &*found;
}

}  // namespace app
