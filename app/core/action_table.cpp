#include "app/core/action_table.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace app {
namespace {

// What a control that has the keyboard is worked with, and left.
bool works_a_control(std::string_view chord) {
  static constexpr std::array<std::string_view, 7> kKeys = {"enter", "space", "escape", "left", "right", "up", "down"};
  return std::ranges::find(kKeys, chord) != kKeys.end();
}

}  // namespace

std::string name_of(const Action& action) { return action.name ? action.name() : action.title; }

bool is_offered(const Action& action) { return !action.offered || action.offered(); }

bool is_at_home(const Action& action, const OnTop& top) {
  switch (action.scope) {
    case Scope::Global: return true;
    case Scope::Page: return std::ranges::find(action.pages, top.page) != action.pages.end();
    case Scope::Dialog: return !top.dialog.empty();
    case Scope::Menu: return top.menu;
    case Scope::Control: return top.control;
  }
  return false;
}

bool may_act(const Action& action, const OnTop& top) {
  if (!is_at_home(action, top) || !is_offered(action)) return false;
  if (top.menu) return action.scope == Scope::Menu || action.over_everything;
  if (top.text_field && !action.over_text_field) return false;
  if (!top.dialog.empty())
    return action.scope == Scope::Dialog || action.over_everything || action.dialog == top.dialog;
  return !top.control || top.text_field || !works_a_control(action.shortcut) || action.scope == Scope::Control;
}

void ActionTable::add(Action action) {
  if (find(action.id) != nullptr) throw std::logic_error("entering an action: its id is taken: " + action.id);
  rows_.push_back(std::move(action));
}

const Action* ActionTable::find(std::string_view id) const {
  const auto found = std::ranges::find(rows_, id, &Action::id);
  return found == rows_.end() ? nullptr : &*found;
}

const Action* ActionTable::for_key(std::string_view chord, const OnTop& top, bool held) const {
  const auto found = std::ranges::find_if(rows_, [&](const Action& action) {
    const bool its_key =
        action.shortcut == chord || std::ranges::find(action.other_shortcuts, chord) != action.other_shortcuts.end();
    return its_key && may_act(action, top);
  });
  return chord.empty() || found == rows_.end() || (held && found->once_a_press) ? nullptr : &*found;
}

}  // namespace app
