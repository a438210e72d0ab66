#include "app/shell/header_words.h"

#include "app/shell/page_names.h"
#include "app/widgets/format.h"

namespace app {

std::string with_key(const ActionTable& actions, std::string_view page, std::string_view action,
                     const std::string& words) {
  const Action* named = actions.find(action);
  const bool here = named != nullptr && actions.for_key(named->shortcut, {.page = page}) == named;
  return here ? words + " (" + widgets::shortcut_text(named->shortcut) + ")" : words;
}

HeaderStep header_step(const ActionTable& actions, std::string_view page, const std::string& action,
                       const std::string& name) {
  const Action* step = actions.find(action);
  if (step == nullptr) return {action, "", false};
  const Action* its_key = actions.for_key(step->shortcut, {.page = page});
  if (its_key != nullptr && its_key != step)
    return {its_key->id, with_key(actions, page, its_key->id, name_of(*its_key)), true};
  if (name.empty()) return {action, "Nothing to " + action, false};
  const std::string tip = name_of(*step) + ": " + name;
  if (is_at_home(*step, {.page = page})) return {action, with_key(actions, page, action, tip), true};
  return {action, tip + ". In " + page_names(actions, step->pages), false};
}

}  // namespace app
